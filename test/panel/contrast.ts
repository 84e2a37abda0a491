import type { Page } from 'playwright-core';

/**
 * Texts and icons with too little contrast to their background (WCAG 2.2, 1.4.3 and 1.4.11: 4.5 for text, 3 for large or bold
 * text and icons), as `ratio text`. Disabled controls are exempt, as in WCAG.
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(script);
}

const script = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1,
  });
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = parse(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer.a === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const faint = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    const isIcon = element.classList.contains('codicon');
    const own = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join(' ').trim();
    const text = isIcon ? element.className : element.value && element.tagName !== 'SELECT' ? String(element.value) : own;
    const box = element.getBoundingClientRect();
    if (!text || box.width < 2 || element.tagName === 'OPTION' || style.visibility === 'hidden') continue;
    if (element.closest('.sr-only, [aria-disabled="true"]') || element.tagName === 'SCRIPT' || element.type === 'range') continue;
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    if (opacity === 0) continue;
    const back = behind(element);
    const color = parse(style.color);
    const front = over({ ...color, a: color.a * opacity }, back);
    const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = isIcon || size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.add(ratio.toFixed(2) + ' ' + text.slice(0, 40));
  }
  return [...faint];
})()`;
