/** Who passes on whom: outlets at the beginning of the line, then agencies, then the speakers that a claim begins with. */

import { html, svg } from "../dom";
import { rightToLeft, shownNumber } from "../language";
import { follow } from "./plot";

export interface Chain {
  names: string[];
  denied: boolean;
}

interface Node {
  name: string;
  column: number;
  weight: number;
  y: number;
}

interface Edge {
  from: Node;
  to: Node;
  count: number;
  denied: boolean;
}

const ROW = 46;
const BOX = 34;

export function drawChains(figure: HTMLElement, chains: Chain[]): void {
  const { columns, edges } = layOut(chains);
  const tallest = Math.max(...columns.map((column) => column.length));
  const many = columns.length;
  follow(figure, () => tallest * ROW + 8, ({ drawing, width, height }) => {
    const box = Math.min(290, (width / many) * 0.78);
    const gap = many > 1 ? (width - box * many) / (many - 1) : 0;
    const left = (column: number): number => (rightToLeft ? width - column * (box + gap) - box : column * (box + gap));
    for (const column of columns) {
      const space = height / column.length;
      column.forEach((node, i) => (node.y = space * (i + 0.5)));
    }
    for (const edge of edges) {
      const a = left(edge.from.column) + (rightToLeft ? 0 : box);
      const b = left(edge.to.column) + (rightToLeft ? box : 0);
      const middle = (a + b) / 2;
      drawing.append(
        svg("path", {
          class: edge.denied ? "edge denied" : "edge",
          d: `M${a} ${edge.from.y} C${middle} ${edge.from.y} ${middle} ${edge.to.y} ${b} ${edge.to.y}`,
          "stroke-width": Math.min(6, 1 + edge.count * 0.6),
        }),
      );
    }
    for (const node of columns.flat()) {
      const x = left(node.column);
      const shape = svg("g", { class: `node column-${node.column === 0 ? "outlet" : "source"}` });
      shape.append(svg("rect", { x, y: node.y - BOX / 2, width: box, height: BOX, rx: 4 }));
      const holder = svg("foreignObject", { x, y: node.y - BOX / 2, width: box, height: BOX });
      holder.append(html("div", { class: "node-name", title: node.name }, html("bdi", { dir: "auto" }, node.name), html("span", { class: "number" }, shownNumber(node.weight))));
      shape.append(holder);
      drawing.append(shape);
    }
  });
}

function layOut(chains: Chain[]): { columns: Node[][]; edges: Edge[] } {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  for (const chain of chains) {
    let before: Node | undefined;
    chain.names.forEach((name, depth) => {
      const key = depth === 0 ? `outlet ${name}` : `source ${name}`;
      const node = nodes.get(key) ?? { name, column: 0, weight: 0, y: 0 };
      node.column = Math.max(node.column, depth);
      node.weight += 1;
      nodes.set(key, node);
      if (before && before !== node) {
        const id = `${[...nodes.values()].indexOf(before)} ${key} ${chain.denied}`;
        const edge = edges.get(id) ?? { from: before, to: node, count: 0, denied: chain.denied };
        edge.count += 1;
        edges.set(id, edge);
      }
      before = node;
    });
  }
  const columns: Node[][] = [];
  for (const node of nodes.values()) (columns[node.column] ??= []).push(node);
  const found = [...edges.values()];
  const filled = columns.filter(Boolean);
  filled.forEach((column, at) => column.forEach((node) => (node.column = at)));
  untangle(filled, found);
  return { columns: filled, edges: found };
}

/** Order each column by where its nodes' neighbours before it stand, so that few lines cross. */
function untangle(columns: Node[][], edges: Edge[]): void {
  columns.forEach((column, at) => {
    if (at === 0) {
      column.sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
    } else {
      const place = (node: Node): number => {
        const before = edges.filter((edge) => edge.to === node);
        return before.length ? before.reduce((sum, edge) => sum + edge.from.y, 0) / before.length : 0;
      };
      column.sort((a, b) => place(a) - place(b) || b.weight - a.weight || a.name.localeCompare(b.name));
    }
    column.forEach((node, i) => (node.y = i / Math.max(1, column.length - 1)));
  });
}
