// A drawing of few colours as a PNG with a palette: a quarter of what a browser's screenshot takes.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** More shades than an edge between two colours needs. */
const COLOURS = 32;

/** The same picture with at most {@link COLOURS} colours. Takes what Chromium writes: 8 bits, RGB or RGBA. */
export function withPalette(png) {
  const { width, height, pixels } = read(png);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const common = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const palette = chosen(common);
  const place = new Map(common.map((pixel) => [pixel, nearest(palette, pixel)]));

  // A row begins with its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, pixel] of pixels.entries()) {
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = place.get(pixel);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const clear = palette.some((pixel) => parts(pixel)[3] < 255);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap((pixel) => parts(pixel).slice(0, 3)))),
    ...(clear ? [chunk("tRNS", Buffer.from(palette.map((pixel) => parts(pixel)[3])))] : []),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The commonest colours that differ enough; how much is enough depends on how many there are. */
function chosen(common) {
  for (let least = 0; ; least += 2) {
    const palette = [];
    for (const pixel of common) {
      if (palette.every((other) => distance(other, pixel) > least)) palette.push(pixel);
      if (palette.length > COLOURS) break;
    }
    if (palette.length <= COLOURS) return palette;
  }
}

function nearest(palette, pixel) {
  const distances = palette.map((other) => distance(other, pixel));
  return distances.indexOf(Math.min(...distances));
}

/** How far two colours are apart, weighted by how much of them is seen. */
function distance(a, b) {
  const [left, right] = [a, b].map((pixel) => {
    const [red, green, blue, alpha] = parts(pixel);
    return [red * alpha / 255, green * alpha / 255, blue * alpha / 255, alpha];
  });
  return Math.hypot(...left.map((value, at) => value - right[at]));
}

const parts = (pixel) => [pixel >>> 24, (pixel >>> 16) & 255, (pixel >>> 8) & 255, pixel & 255];

/** Pixels as numbers RRGGBBAA. */
function read(png) {
  const body = [];
  let head;
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = data;
    if (kind === "IDAT") body.push(data);
    at += length + 12;
  }
  const [width, height, size] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(body));
  const stride = width * size;
  let above = Buffer.alloc(stride);
  const pixels = [];
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    const row = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x += 1) {
      const [left, up, corner] = [row[x - size] ?? 0, above[x], x < size ? 0 : above[x - size]];
      row[x] += [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    }
    for (let x = 0; x < stride; x += size) {
      const alpha = size === 4 ? row[x + 3] : 255;
      pixels.push(alpha === 0 ? 0 : ((row[x] << 24) | (row[x + 1] << 16) | (row[x + 2] << 8) | alpha) >>> 0);
    }
    above = row;
  }
  return { width, height, pixels };
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(kind, data) {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.set(named, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
