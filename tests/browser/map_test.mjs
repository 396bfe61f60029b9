// The interactive map, drawn by software: it is slow and right.
import assert from "node:assert/strict";
import test from "node:test";
import { browser, open, until } from "./browser.mjs";

const started = await browser();

async function drawn(page) {
  await page.locator("#map").scrollIntoViewIfNeeded();
  await until(page, "the map", () => {
    const broken = document.getElementById("lc-map-broken");
    if (!broken.hidden) throw new Error(broken.dataset.why);
    return document.getElementById("lc-canvas").lifecircleMap?.loaded();
  });
  assert.equal(await page.getAttribute("#lc-canvas", "data-error"), null);
}

/** Properties of the features that stand on the map, of a layer of the style. */
const standing = (page, layer) => page.evaluate((id) => {
  const map = document.getElementById("lc-canvas").lifecircleMap;
  return map.queryRenderedFeatures({ layers: [id] }).map((one) => one.properties);
}, layer);

const centre = (page) => page.evaluate(() =>
  document.getElementById("lc-canvas").lifecircleMap.getCenter().toArray());

/** Where a feature of a layer is in the window, by its place in the table. */
const whereIs = (page, lon, lat) => page.evaluate(([x, y]) => {
  const canvas = document.getElementById("lc-canvas");
  const at = canvas.lifecircleMap.project([x, y]), box = canvas.getBoundingClientRect();
  return { x: box.x + at.x, y: box.y + at.y };
}, [lon, lat]);

const kPlaces = "MultiPoint";
const clinic = (page, row) => page.evaluate(([wanted, kind]) => {
  const map = document.getElementById("lc-canvas").lifecircleMap;
  const found = map.querySourceFeatures("l2").find((one) => one.properties.row === wanted);
  const { type, coordinates } = found.geometry;
  return type === kind ? coordinates[0] : coordinates;
}, [row, kPlaces]);

test("it draws areas, lines, points and Chinese labels, and asks for nothing", async () => {
  const { page, quiet } = await open(started, "town.zh.html");
  await drawn(page);
  const areas = new Set((await standing(page, "l0-area")).map((one) => one.row));
  assert.equal(areas.size, 24);
  assert.ok((await standing(page, "l1-line")).length > 20);
  assert.equal(new Set((await standing(page, "l2-point")).map((one) => one.row)).size, 5);
  const labels = (await standing(page, "l0-label")).map((one) => one.label);
  assert.ok(labels.includes("城北社区") && labels.length > 15, labels.join());
  quiet();
});

test("labels are ink on the map, not empty boxes", async () => {
  const { page } = await open(started, "town.zh.html");
  await drawn(page);
  const at = await clinic(page, 0);
  const { x, y } = await whereIs(page, ...at);
  const clip = { x: x - 60, y: y - 30, width: 160, height: 60 };
  const before = await page.screenshot({ clip });
  await page.evaluate(() => {
    const map = document.getElementById("lc-canvas").lifecircleMap;
    for (const id of ["l0-label", "l2-label"]) map.setLayoutProperty(id, "visibility", "none");
  });
  await until(page, "drawn again", () => document.getElementById("lc-canvas").lifecircleMap.loaded());
  await page.waitForTimeout(300);
  assert.ok(!before.equals(await page.screenshot({ clip })));
});

test("it moves by mouse and by keys", async () => {
  const { page, quiet } = await open(started, "town.zh.html");
  await drawn(page);
  const [lon, lat] = await centre(page);
  const box = await page.locator("#lc-canvas").boundingBox();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y, { steps: 5 });
  await page.mouse.move(x - 150, y, { steps: 5 });
  await page.mouse.up();
  await until(page, "the end of moving", () => !document.getElementById("lc-canvas").lifecircleMap.isMoving());
  const [east] = await centre(page);
  assert.ok(east > lon, "dragged to the left, the view goes east");
  await page.locator("#lc-canvas canvas").focus();
  await page.keyboard.press("ArrowUp");
  await until(page, "the end of moving", () => !document.getElementById("lc-canvas").lifecircleMap.isMoving());
  await until(page, "north", (from) => document.getElementById("lc-canvas").lifecircleMap.getCenter().lat > from, lat);
  quiet();
});

test("layers are put on and off", async () => {
  const { page } = await open(started, "town.zh.html");
  await drawn(page);
  const box = page.locator("#lc-layers").getByLabel("社区覆盖率");
  await box.uncheck();
  await until(page, "gone", () => document.getElementById("lc-canvas").lifecircleMap
    .queryRenderedFeatures({ layers: ["l0-area", "l0-label"] }).length === 0);
  assert.ok((await standing(page, "l2-point")).length > 0);
  await box.check();
  await until(page, "back", () => document.getElementById("lc-canvas").lifecircleMap
    .queryRenderedFeatures({ layers: ["l0-area"] }).length > 0);
});

test("a choice draws its own features and classes, and is text", async () => {
  const { page, quiet } = await open(started, "choices.html");
  await drawn(page);
  const clinics = async () => new Set((await standing(page, "l2-point")).map((one) => one.row));
  const legend = () => page.locator("#lc-layers li").allTextContents();
  assert.deepEqual([...await clinics()].sort(), [0, 1]);
  assert.ok((await legend()).includes("十张") && !(await legend()).includes("四十张"));
  const choice = page.getByRole("combobox", { name: "服务", exact: true });
  assert.deepEqual(await choice.locator("option").allTextContents(), ["医疗", "<b>养老</b>"]);
  await choice.selectOption({ index: 1 });
  await until(page, "the other service", () => {
    const map = document.getElementById("lc-canvas").lifecircleMap;
    const rows = new Set(map.queryRenderedFeatures({ layers: ["l2-point"] }).map((one) => one.properties.row));
    return rows.size === 1 && rows.has(2); // the third of those that are drawn at all
  });
  assert.ok((await legend()).includes("四十张") && !(await legend()).includes("十张"));
  assert.ok((await standing(page, "l0-area")).length > 0, "what is of all services stays");
  // A layer that was put off stays off whatever is chosen.
  await page.locator("#lc-layers").getByLabel("卫生服务站").uncheck();
  await choice.selectOption({ index: 0 });
  await page.waitForTimeout(500);
  assert.equal((await standing(page, "l2-point")).length, 0);
  quiet();
});

test("without several services there is no choice", async () => {
  const { page } = await open(started, "town.zh.html");
  await drawn(page);
  assert.equal(await page.locator(".choice").count(), 0);
});

test("a click shows the attributes of what lies on top", async () => {
  const { page } = await open(started, "town.zh.html");
  await drawn(page);
  const { x, y } = await whereIs(page, ...await clinic(page, 3));
  await page.mouse.click(x, y);
  await until(page, "attributes", () => document.querySelector("#lc-place dl"));
  assert.equal(await page.textContent("#lc-place p"), "卫生服务站");
  assert.deepEqual(await page.locator("#lc-place dt").allTextContents(), ["名称", "床位"]);
  assert.deepEqual(await page.locator("#lc-place dd").allTextContents(), ["东关社区卫生站", "30"]);
});

test("hostile names are text on the map and beside it", async () => {
  const { page, quiet } = await open(started, "hostile.html");
  await drawn(page);
  const names = ["<img src=x onerror=\"document.title='owned'\">卫生站",
    "</script><script>document.title='owned'</script>卫生站", "<!-- --> <!--<script>卫生站"];
  for (let row = 0; row < names.length; ++row) {
    const { x, y } = await whereIs(page, ...await clinic(page, row));
    await page.mouse.click(x, y);
    await until(page, "attributes", (text) =>
      document.querySelector("#lc-place dd")?.textContent === text, names[row]);
  }
  assert.equal(await page.locator("#lc-place dd *").count(), 0);
  assert.ok((await page.title()).startsWith("青石镇<img"));
  quiet();
});

test("21,000 features draw, and what is not in the map is named", async () => {
  const { page, quiet } = await open(started, "many.html");
  await drawn(page);
  const note = await page.textContent("#map .note");
  assert.equal(note, "Not in the interactive map: Roads (19000 features; the map holds 20000 in " +
    "all). The result files hold them.");
  assert.ok((await standing(page, "l0-area")).length > 0);
  quiet();
});

test("without WebGL a sentence stands in its place", async () => {
  const without = await browser("--disable-3d-apis");
  const { page, quiet } = await open(without, "town.zh.html");
  await page.locator("#map").scrollIntoViewIfNeeded();
  await until(page, "the sentence", () => !document.getElementById("lc-map-broken").hidden);
  assert.ok(await page.getByText("不支持 WebGL 2").isVisible());
  assert.ok(!await page.locator("#lc-map").isVisible());
  quiet();
});
