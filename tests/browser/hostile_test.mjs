// The report of a whole run whose study, services, units, facilities and indicators have hostile
// names: what the browser makes of it is what it makes of a run with plain ones, but for texts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { browser, folder, open, until } from "./browser.mjs";

const started = await browser();
const shown = JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8"));

/** Kinds of elements with their attributes, as the browser reads them. */
const markup = (page) => page.evaluate(() => [...new Set(
  Array.from(document.querySelectorAll("*"), (one) =>
    [one.localName, ...Array.from(one.attributes, (attribute) => attribute.name)].join(" ")))].sort());

test("its title and its cells are the names", async () => {
  const { page, quiet } = await open(started, "run.html");
  // What a title shows of spaces, whatever stands in the page.
  const plain = (text) => text.replace(/[ \t\n\f\r]+/g, " ").trim();
  assert.equal(await page.title(), plain(shown.title));
  assert.equal(await page.evaluate(() => document.querySelector("h1").textContent), shown.title);
  const cells = new Set(await page.evaluate(() =>
    Array.from(document.querySelectorAll("td"), (one) => one.textContent)));
  assert.equal(shown.names.length, 34);
  for (const name of shown.names) assert.ok(cells.has(name), JSON.stringify(name.slice(0, 99)));
  quiet();
});

test("it has no element and no attribute that a run with plain names has not", async () => {
  const hostile = await open(started, "run.html");
  const plain = await open(started, "plain-run.html");
  // And the box of a long text, which scrolls.
  const known = new Set([...await markup(plain.page), "div class", "div class tabindex"]);
  assert.deepEqual((await markup(hostile.page)).filter((one) => !known.has(one)), []);
  hostile.quiet();
  plain.quiet();
});

test("its map is drawn with the names as labels, and nothing is asked for or said", async () => {
  const { page, quiet } = await open(started, "run.html");
  await page.locator("#map").scrollIntoViewIfNeeded();
  await until(page, "the map", () => {
    const broken = document.getElementById("lc-map-broken");
    if (!broken.hidden) throw new Error(broken.dataset.why);
    return document.getElementById("lc-canvas").lifecircleMap?.loaded();
  });
  assert.equal(await page.getAttribute("#lc-canvas", "data-error"), null);
  const labels = new Set(await page.evaluate(() => {
    const map = document.getElementById("lc-canvas").lifecircleMap;
    return map.queryRenderedFeatures().map((one) => one.properties.label).filter(Boolean);
  }));
  assert.ok(labels.size > 3, [...labels].join());
  quiet();
});
