// Draws the PNG icons from app/public/icon.svg. The maskable one and Apple's fill their square:
// the system cuts the corners itself.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { withPalette } from "./palette.mjs";
import { CHROMIUM } from "./paths.mjs";

const PUBLIC = fileURLToPath(new URL("../../../app/public/", import.meta.url));
const svg = await readFile(`${PUBLIC}icon.svg`, "utf8");
const square = svg.replace(/ rx="[\d.]+"/, "");
// A maskable icon is cut to a circle of 80 % at the least.
const masked = square.replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"')
  .replace(/<rect [^>]*fill="(#\w+)"\/>/, '<rect x="-8" y="-8" width="80" height="80" fill="$1"/>');

const browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: false });
const page = await browser.newPage();
for (const [name, size, drawing] of [
  ["icon-180", 180, square],
  ["icon-192", 192, svg],
  ["icon-512", 512, svg],
  ["icon-maskable-512", 512, masked],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  await writeFile(`${PUBLIC}${name}.png`, withPalette(await page.screenshot({ omitBackground: true })));
  console.log(`${name}.png`);
}
await browser.close();
