import { defineConfig } from "vite";
import { licences } from "./licences.ts";

// The page is served from one origin under a policy without inline script or style: everything becomes a file of its own.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [licences()],
  build: {
    outDir: "../khabar/web/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: "src/main.ts", checks: { pluginTimings: false } },
  },
});
