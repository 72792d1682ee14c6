/** The licences of all that is built in, as one text beside it. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface Package {
  dev?: boolean;
  version?: string;
}

export function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "licences.txt", source: collected() });
    },
  };
}

function collected(): string {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf-8")) as { packages: Record<string, Package> };
  return Object.entries(lock.packages)
    .filter(([folder, held]) => folder && !held.dev && existsSync(folder))
    .map(([folder, held]) => `${folder.replace(/^.*node_modules\//, "")} ${held.version}\n\n${licence(folder)}`)
    .join(`\n${"-".repeat(80)}\n`);
}

function licence(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (name) return readFileSync(join(folder, name), "utf-8");
  const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8")) as { license?: string };
  return `Licence: ${told.license ?? "not told"}`;
}
