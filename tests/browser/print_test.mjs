// The report on paper: A4, with its feet, whole, and Chinese that can be searched.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import test from "node:test";
import { browser, folder, open } from "./browser.mjs";

const started = await browser();

/** The text of each page. */
async function printed(name, options) {
  const { page, quiet } = await open(started, name, options);
  const file = path.join(folder, `${name}${options ? ".noscript" : ""}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true });
  quiet();
  const run = (tool, ...words) => execFileSync(tool, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  const pages = run("pdftotext", "-layout", file, "-").split("\f").slice(0, -1);
  const sizes = run("pdfinfo", "-f", "1", "-l", String(pages.length), file)
    .split("\n").filter((line) => /^Page.*size/.test(line)).map((line) => line.match(/[\d.]+ x [\d.]+/)[0]);
  return { pages, sizes };
}

const flat = (text) => text.replace(/\s+/g, "");

for (const options of [undefined, { javaScriptEnabled: false }])
  test(`it prints on A4 with Chinese text ${options ? "without" : "with"} scripts`, async () => {
    const { pages, sizes } = await printed("town.zh.html", options);
    assert.ok(flat(pages[0]).includes("步行15分钟内可达卫生服务站的居民占87.3%"), pages[0]);
    pages.forEach((text, i) => {
      assert.ok(flat(text).includes(`第${i + 1}页/共${pages.length}页`), text);
      assert.ok(flat(text).includes("青石镇城北社区生活圈评估报告"), text);
    });
    const all = flat(pages.join(""));
    assert.ok(all.includes("数据来源与口径说明") && all.includes("柳树巷23"), "to the end");
    for (const words of ["交互地图", "筛选", "许可证", "↕"]) assert.ok(!all.includes(words), words);
    for (const size of sizes) assert.match(size, /^(594\.\d+ x 841\.\d+|841\.\d+ x 594\.\d+)$/);
    const wide = pages.findIndex((text) => flat(text).includes("文化站(%)"));
    assert.match(sizes[wide], /^841/, "the wide table lies");
    assert.ok(flat(pages[wide]).includes("社区一览"), "with its title");
  });

test("a picture fits on a page that lies", async () => {
  const { page, quiet } = await open(started, "town.zh.html");
  await page.setViewportSize({ width: Math.round(269 / 25.4 * 96), height: 700 });  // between margins
  await page.emulateMedia({ media: "print" });
  const high = await page.evaluate(async () => {
    const image = document.querySelector("figure img");
    image.closest("section").classList.add("lying");
    image.src = "data:image/svg+xml;base64," +
      btoa("<svg xmlns='http://www.w3.org/2000/svg' width='1000' height='1400'/>");
    await image.decode();
    return image.closest("figure").getBoundingClientRect().height;
  });
  quiet();
  assert.ok(high > 300 && high < 176 / 25.4 * 96, `${high} px`);
});

test("10,000 rows print, each once, with the head on every page", async () => {
  const { pages } = await printed("long.html");
  let next = 1;
  for (const text of pages) {
    const ranks = text.split("\n").map((line) => line.match(/^ +(\d+) +\S.* \d+\.\d$/)?.[1]).filter(Boolean);
    if (ranks.length < 5) continue;
    assert.ok(flat(text).includes("最近设施分钟数"), "the head");
    for (const rank of ranks) if (Number(rank) === next) ++next;
  }
  assert.equal(next, 10_001);
});

test("hostile names print", async () => {
  const { pages } = await printed("hostile.html");
  assert.ok(flat(pages.join("")).includes(flat("<script>document.title='owned'</script>")));
});
