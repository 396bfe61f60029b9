// What the tests of pages share: a browser, and a page that may make no sound.
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const folder = process.env.LIFECIRCLE_PAGES;
const executablePath = process.env.LIFECIRCLE_CHROMIUM;
assert.ok(folder && executablePath, "run me as tests/browser/run");

// Software drawing, so that WebGL is there on any machine; names resolve to nothing.
const kSwitches = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist", "--host-resolver-rules=MAP * ~NOTFOUND"];

export async function browser(...switches) {
  const started = await chromium.launch({ executablePath, args: [...kSwitches, ...switches] });
  after(() => started.close());
  return started;
}

export const addressOf = (name) => pathToFileURL(path.join(folder, name)).href;

/** Opens a page; `quiet()` holds that it asked for nothing, complained of nothing, said nothing. */
export async function open(started, name, options = {}) {
  const context = await started.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const sounds = [];
  context.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && request.url() !== addressOf(name))
      sounds.push(`request ${request.url()}`);
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") sounds.push(`console ${message.text()}`);
  });
  page.on("pageerror", (error) => sounds.push(`error ${error.message}`));
  page.on("dialog", (dialog) => { sounds.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("popup", () => sounds.push("popup"));
  await page.goto(addressOf(name));
  return { page, sounds, quiet: () => assert.deepEqual(sounds, []) };
}

/** Asks again and again; the policy of the page does not let waitForFunction do it. */
export async function until(page, what, question, argument) {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    const answer = await page.evaluate(question, argument);
    if (answer) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`never came: ${what}`);
}

/** The cells of a table as they stand, row by row: of the body, or of what is visible of it. */
export const rowsOf = (page, section, visible = false) => page.evaluate(([id, seen]) =>
  Array.from(document.querySelectorAll(`#${id} tbody tr`))
    .filter((row) => !seen || row.offsetParent !== null)
    .map((row) => Array.from(row.cells, (cell) => cell.textContent)), [section, visible]);
