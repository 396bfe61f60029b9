// The report as a page: quiet, whole, readable, and deaf to the names in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { browser, open, rowsOf } from "./browser.mjs";

const started = await browser();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const [name, language, headline] of [
  ["town.zh.html", "zh-CN", "步行 15 分钟内可达卫生服务站的居民占 87.3 %"],
  ["town.en.html", "en", "87.3 % of the people reach a clinic"]]) {
  test(`${name} opens from disk and asks for nothing`, async () => {
    const { page, quiet } = await open(started, name);
    assert.equal(await page.getAttribute("html", "lang"), language);
    assert.ok((await page.textContent(".headline")).startsWith(headline));
    const answer = await page.locator(".answer").boundingBox();
    assert.ok(answer.y + answer.height < 768, "the answer is in the first view");
    assert.equal(await page.evaluate(() =>
      Array.from(document.images).filter((one) => !one.naturalWidth).length), 0, "pictures draw");
    quiet();
  });

  test(`${name} has no serious finding of accessibility`, async () => {
    const { page } = await open(started, name);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations
      .filter((one) => ["serious", "critical"].includes(one.impact))
      .map((one) => [one.id, one.nodes.map((node) => node.target.join(" "))]), []);
  });
}

test("Chinese is drawn by a font that has it", async () => {
  const { page } = await open(started, "town.zh.html");
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: ".headline" });
  const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
  const letters = (await page.textContent(".headline")).length;
  const chinese = fonts.filter((font) => /CJK|Han|YaHei|PingFang/i.test(font.familyName));
  assert.ok(chinese.reduce((sum, font) => sum + font.glyphCount, 0) > letters / 2, JSON.stringify(fonts));
});

for (const width of [1366, 390])
  for (const name of ["town.zh.html", "hostile.html"])
    test(`${name} is not wider than a window of ${width}`, async () => {
      const { page } = await open(started, name, { viewport: { width, height: 800 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide}`);
    });

test("it is whole without scripts", async () => {
  const { page, quiet } = await open(started, "town.zh.html", { javaScriptEnabled: false });
  assert.equal(await page.locator("#units tbody tr").count(), 24);
  assert.equal(await page.locator("#units tfoot tr").count(), 1);
  assert.ok(await page.locator("#units tbody tr").last().isVisible());
  assert.equal(await page.locator("figure img").count(), 2);
  assert.ok(await page.getByText("此处脚本已停用").isVisible());
  assert.ok(!await page.locator("#lc-map").isVisible());
  assert.ok(!await page.locator("#lc-map-broken").isVisible());
  assert.equal(await page.locator("button, input").filter({ visible: true }).count(), 0);
  quiet();
});

test("hostile names are read, not run", async () => {
  const { page, quiet } = await open(started, "hostile.html");
  assert.ok((await page.title()).startsWith("青石镇<img src=x onerror="));
  const rows = await rowsOf(page, "units");
  assert.equal(rows[1][1], "</script><script>document.title='owned'</script>");
  assert.equal(rows[10][1], "rtl ?gpj.exe? ?x? ???");
  assert.equal(rows[15][1].length, 1 + 850 * 6, "10 KB are all there");
  const odd = await page.evaluate(() => document.querySelectorAll(
    "main img:not(figure img), td *:not(.long), th *:not(button), iframe, object, svg, b, i, " +
    "[onerror], [onload], [onclick], [onmouseover], [style]").length);
  assert.equal(odd, 0);
  quiet();
});

test("the policy refuses what a hole would try", async () => {
  const { page } = await open(started, "town.zh.html");
  const refused = await page.evaluate(async () => {
    const seen = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    await fetch("https://127.0.0.1:9/leak").catch(() => {});
    new Image().src = "https://127.0.0.1:9/leak.png";
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const frame = document.createElement("iframe");
    frame.src = "https://127.0.0.1:9/";
    document.body.append(frame);
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.ran = true");
    document.body.append(button);
    button.click();
    const style = document.createElement("p");
    style.setAttribute("style", "color: red");
    await new Promise((done) => setTimeout(done, 300)); // what evaluates us may evaluate; then not
    try { (0, eval)("window.ran = true"); } catch { /* as it should */ }
    await new Promise((done) => setTimeout(done, 100));
    return { seen: [...new Set(seen)].sort(), ran: window.ran ?? false };
  });
  assert.deepEqual(refused.seen, ["connect-src", "frame-src", "img-src", "script-src",
    "script-src-attr", "script-src-elem", "style-src-attr"]);
  assert.equal(refused.ran, false);
});
