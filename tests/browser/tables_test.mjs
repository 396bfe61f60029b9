// Tables: they sort as people expect, filter, and are reached by keys.
import assert from "node:assert/strict";
import test from "node:test";
import { browser, open, rowsOf, until } from "./browser.mjs";

const started = await browser();
const head = (page, section, text) =>
  page.locator(`#${section} th`).filter({ hasText: text }).first();

/** Rows as they must be: missing last both ways, ties in the order they came. */
function expected(rows, column, way) {
  const value = (row) => (row[column] === "—" ? null : Number(row[column]));
  return rows.map((row, i) => [row, i]).sort(([a, i], [b, k]) => {
    const x = value(a), y = value(b);
    if (x === null || y === null) return (x === null) - (y === null) || i - k;
    return way * (x - y) || i - k;
  }).map(([row]) => row);
}

test("10,000 rows sort by number, stable, missing last, and back", async () => {
  const { page, quiet } = await open(started, "long.html");
  const original = await rowsOf(page, "gaps");
  assert.equal(original.length, 10_000);
  assert.ok(original.some((row) => row[2] === "—"));
  const people = head(page, "gaps", "人口");
  await people.locator("button").click();
  assert.equal(await people.getAttribute("aria-sort"), "ascending");
  assert.deepEqual(await rowsOf(page, "gaps"), expected(original, 2, 1));
  await people.locator("button").click();
  assert.equal(await people.getAttribute("aria-sort"), "descending");
  assert.deepEqual(await rowsOf(page, "gaps"), expected(original, 2, -1));
  await people.locator("button").click();
  assert.equal(await people.getAttribute("aria-sort"), "none");
  assert.deepEqual(await rowsOf(page, "gaps"), original);
  quiet();
});

test("names sort as words, missing last, and one head at a time", async () => {
  const { page } = await open(started, "long.html");
  await head(page, "gaps", "人口").locator("button").click();
  await head(page, "gaps", "社区").locator("button").click();
  assert.equal(await head(page, "gaps", "人口").getAttribute("aria-sort"), "none");
  const names = (await rowsOf(page, "gaps")).map((row) => row[1]);
  const first = names.indexOf("—");
  assert.equal(first, 8_000);
  assert.ok(names.slice(first).every((name) => name === "—"));
  const words = new Intl.Collator("zh-CN", { numeric: true });
  for (let i = 1; i < first; ++i) assert.ok(words.compare(names[i - 1], names[i]) <= 0, names[i]);
});

test("heads are reached and used by keys", async () => {
  const { page } = await open(started, "town.zh.html");
  await head(page, "indicators", "现状值").locator("button").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await head(page, "indicators", "目标值").getAttribute("aria-sort"), "ascending");
});

test("the total stays last", async () => {
  const { page } = await open(started, "town.zh.html");
  await head(page, "units", "人口").locator("button").click();
  await head(page, "units", "人口").locator("button").click();
  const all = await page.locator("#units tr").allTextContents();
  assert.ok(all.at(-1).includes("合计"), all.at(-1));
  assert.equal((await rowsOf(page, "units"))[0][2], "3677");
});

test("a filter shows the rows that hold a text and counts them", async () => {
  const { page, quiet } = await open(started, "long.html");
  const box = page.locator("#gaps input");
  const all = await rowsOf(page, "gaps");
  await box.fill("杏林湾49");
  const wanted = all.filter((row) => row.some((cell) => cell.includes("杏林湾49")));
  assert.ok(wanted.length > 1 && wanted.length < 1000);
  await until(page, "the count", () => document.querySelector("#gaps output").textContent !== "");
  assert.deepEqual(await rowsOf(page, "gaps", true), wanted);
  assert.equal(await page.textContent("#gaps output"), `显示 ${wanted.length} 行,共 10000 行`);
  await head(page, "gaps", "人口").locator("button").click();
  assert.deepEqual(await rowsOf(page, "gaps", true), expected(wanted, 2, 1));
  await box.fill("没有这个地方");
  await until(page, "none", () => document.querySelector("#gaps output").textContent.startsWith("没有"));
  assert.equal((await rowsOf(page, "gaps", true)).length, 0);
  await box.fill("");
  await until(page, "all", () => document.querySelector("#gaps output").textContent === "");
  assert.equal((await rowsOf(page, "gaps", true)).length, 10_000);
  quiet();
});

test("a table without rows says so and offers no sorting", async () => {
  const { page, quiet } = await open(started, "empty.html");
  assert.deepEqual(await rowsOf(page, "gaps"), [["无"]]);
  assert.equal(await page.locator("#gaps button, #gaps input").count(), 0);
  quiet();
});
