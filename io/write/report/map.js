"use strict";
// The interactive map: unpacks the library and the layers of this page, draws them when the map
// comes into view, and shows attributes as text. Whatever fails, a sentence takes the map's place.
(() => {
  const element = (id) => document.getElementById(id);
  const parsed = (id) => JSON.parse(element(id).textContent);
  const kNames = 150; // that fit into the first view
  const kLabel = 24; // characters of a label; the whole name stands among the attributes

  function make(tag, text, className) {
    const one = document.createElement(tag);
    if (text !== undefined) one.textContent = text;
    if (className) one.className = className;
    return one;
  }

  function giveUp(why) {
    element("lc-map").hidden = true;
    element("lc-map-broken").hidden = false;
    element("lc-map-broken").dataset.why = String(why);
  }

  /** The library's module, its worker and its style, out of one packed block. */
  async function unpack(sizes) {
    const packed = Uint8Array.from(atob(element("lc-library").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let from = 0;
    return sizes.map((size) => bytes.subarray(from, (from += size)));
  }

  const address = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));

  // Places are millionths of a degree, each as the way from the one before.
  function places(flat) {
    const out = [];
    let lon = 0, lat = 0;
    for (let i = 0; i < flat.length; i += 2) {
      lon += flat[i];
      lat += flat[i + 1];
      out.push([lon / 1e6, lat / 1e6]);
    }
    return out;
  }
  const geometries = {
    point: (shape) => ({ type: "MultiPoint", coordinates: places(shape) }),
    line: (shape) => ({ type: "MultiLineString", coordinates: shape.map(places) }),
    area: (shape) => ({ type: "MultiPolygon", coordinates: shape.map((p) => p.map(places)) }),
  };

  function label(text) {
    const letters = Array.from(text);
    return letters.length > kLabel ? letters.slice(0, kLabel).join("") + "…" : text;
  }

  /** How a layer is drawn when a choice is made; some are drawn alike for all. */
  const lookOf = (layer, choice) => layer.looks[Math.min(choice, layer.looks.length - 1)];

  function features(layer, choice) {
    const look = lookOf(layer, choice);
    layer.places ??= layer.shapes.map(geometries[layer.kind]);
    const all = [];
    layer.places.forEach((geometry, row) => {
      const one = look.classes[look.class[row]];
      if (!one) return; // of another choice
      all.push({ type: "Feature", geometry, properties: { row, colour: one.colour,
        label: layer.label < 0 ? "" : label(layer.values[layer.label][row]) } });
    });
    return { type: "FeatureCollection", features: all };
  }

  /** The zoom at which a box of degrees fills a width of pixels. */
  const zoomOf = ([west, , east], width) => Math.log2((360 / Math.max(east - west, 1e-4)) * (width / 512));

  /** How a layer is drawn; widths of styles are millimetres, four pixels each, once one has gone
      nearer: from afar, marks would hide the map and their many names each other. */
  function drawn(layer, source, afar) {
    const colour = ["get", "colour"];
    const width = Math.max(0.75, 4 * layer.size);
    const radius = Math.max(3, width);
    const growing = ["interpolate", ["linear"], ["zoom"], afar, Math.max(2.5, 0.45 * radius), afar + 3, radius];
    const one = (id, type, paint, layout = {}) => ({ id: `${source}-${id}`, type, source, paint, layout });
    const all = {
      area: [
        one("area", "fill", { "fill-color": colour, "fill-opacity": layer.opacity }),
        one("edge", "line", { "line-color": "#ffffff", "line-width": 1 }),
      ],
      line: [one("line", "line", { "line-color": colour, "line-width": width },
        { "line-cap": "round", "line-join": "round" })],
      point: [one("point", "circle", { "circle-color": colour, "circle-radius": growing,
        "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 })],
    }[layer.kind];
    if (layer.label >= 0)
      all.push(one("label", "symbol",
        { "text-color": "#1b2430", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
        { "text-field": ["get", "label"], "text-size": 13, "text-optional": true,
          "text-variable-anchor": layer.kind === "point" ? ["left", "right", "top", "bottom"] : ["center"],
          "text-radial-offset": layer.kind === "point" ? 0.7 : 0 }));
    if (layer.label >= 0 && layer.shapes.length > kNames) all.at(-1).minzoom = afar + 1;
    for (const each of all) each.layout.visibility = layer.shown ? "visible" : "none";
    return all;
  }

  function legend(layer, choice) {
    const { classes } = lookOf(layer, choice);
    const swatch = (colour) => {
      const one = make("span", undefined, `swatch ${layer.kind}`);
      one.style.backgroundColor = colour;
      return one;
    };
    const single = classes.length === 1 && classes[0].label === layer.title;
    if (single) return { beside: [swatch(classes[0].colour)], below: [] };
    const list = make("ul");
    for (const one of classes) {
      const entry = make("li");
      entry.append(swatch(one.colour), one.label);
      list.append(entry);
    }
    return { beside: [], below: [list] };
  }

  /** The list of layers; returns what draws its legend for a choice. */
  function listLayers(layers, show) {
    const items = layers.map((layer, i) => {
      const box = make("input");
      box.type = "checkbox";
      box.checked = layer.shown;
      box.addEventListener("change", () => {
        layer.shown = box.checked;
        show(i, box.checked);
      });
      const label = make("label"), item = make("div");
      return { layer, box, label, item };
    });
    for (const { item } of [...items].reverse()) element("lc-layers").append(item); // topmost first
    return (choice) => {
      for (const { layer, box, label, item } of items) {
        const { beside, below } = legend(layer, choice);
        label.replaceChildren(box, " ", ...beside, layer.title);
        item.replaceChildren(label, ...below);
      }
    };
  }

  /** What is to be seen of several: a list, if there are. */
  function listChoices(data, choose) {
    if (data.choices.length < 2) return;
    const label = make("label", data.choiceTitle, "choice"), list = make("select");
    data.choices.forEach((words, i) => {
      const one = make("option", words);
      one.value = String(i);
      list.append(one);
    });
    list.setAttribute("aria-label", data.choiceTitle); // else its options are read as its name
    list.addEventListener("change", () => choose(Number(list.value)));
    label.append(list);
    element("lc-layers").before(label);
  }

  function showPlace(layer, row) {
    const list = make("dl");
    layer.columns.forEach((title, i) =>
      list.append(make("dt", title), make("dd", layer.values[i][row] || "—")));
    element("lc-place").replaceChildren(make("p", layer.title), list);
  }

  async function start() {
    const data = parsed("lc-data"), texts = parsed("lc-texts");
    if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL 2");
    const [module, worker, css] = await unpack(texts.library);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(new TextDecoder().decode(css));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const maplibre = await import(address(module));
    maplibre.setWorkerUrl(address(worker));

    const sources = {}, layers = [{ id: "ground", type: "background", paint: { "background-color": "#f7f7f4" } }];
    const labels = [], ofSource = [];
    const afar = zoomOf(data.box, element("lc-canvas").clientWidth);
    data.layers.forEach((layer, i) => {
      const source = `l${i}`;
      sources[source] = { type: "geojson", data: features(layer, 0) };
      ofSource.push(drawn(layer, source, afar));
      for (const one of ofSource[i]) (one.type === "symbol" ? labels : layers).push(one);
    });
    const canvas = element("lc-canvas");
    canvas.replaceChildren();
    const [west, south, east, north] = data.box;
    const map = new maplibre.Map({
      container: canvas,
      style: { version: 8, sources, layers: [...layers, ...labels] },
      bounds: [[west, south], [east, north]],
      fitBoundsOptions: { padding: 24, maxZoom: 17 },
      attributionControl: false, // fixed words stand at the foot of the page
      localIdeographFontFamily: '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
      cooperativeGestures: true, // the wheel scrolls the page
      dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
      renderWorldCopies: false, fadeDuration: 0,
      locale: {
        "Map.Title": texts.map,
        "NavigationControl.ZoomIn": texts.zoomIn,
        "NavigationControl.ZoomOut": texts.zoomOut,
        "CooperativeGesturesHandler.WindowsHelpText": texts.scroll,
        "CooperativeGesturesHandler.MacHelpText": texts.scrollMac,
        "CooperativeGesturesHandler.MobileHelpText": texts.touch,
      },
    });
    canvas.lifecircleMap = map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }));
    map.addControl(new maplibre.ScaleControl({ maxWidth: 140 }));
    const ids = ofSource.flat().map((one) => one.id).filter((id) => !id.endsWith("-edge"));
    const around = ({ x, y }) => [[x - 4, y - 4], [x + 4, y + 4]];
    map.on("click", (event) => {
      const [found] = map.queryRenderedFeatures(around(event.point), { layers: ids });
      if (found) showPlace(data.layers[Number(found.source.slice(1))], found.properties.row);
    });
    const drawLegend = listLayers(data.layers, (i, shown) => {
      for (const one of ofSource[i]) map.setLayoutProperty(one.id, "visibility", shown ? "visible" : "none");
    });
    drawLegend(0);
    listChoices(data, (choice) => {
      drawLegend(choice);
      data.layers.forEach((layer, i) => {
        if (layer.looks.length > 1) map.getSource(`l${i}`).setData(features(layer, choice));
      });
      element("lc-place").replaceChildren(make("p", texts.click));
    });
    map.on("error", (event) => { canvas.dataset.error = String(event.error?.message ?? event.error); });
  }

  element("lc-map-noscript").hidden = true;
  element("lc-map").hidden = false;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    start().catch(giveUp);
  }, { rootMargin: "300px" });
  seen.observe(element("lc-map"));
})();
