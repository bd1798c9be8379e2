/**
 * A canvas for Chart.js in jsdom, which has none and lays nothing out: 800 by 400 pixels, of which every text that is
 * drawn is kept. What pixels look like is tested in a browser.
 */
export function provideDrawingSurface(): { readonly texts: string[] } {
  const texts: string[] = [];
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement) {
    const state: Record<string | symbol, unknown> = {
      canvas: this,
      measureText: (text: string) => ({ width: text.length * 6 }),
      fillText: (text: string) => texts.push(text),
    };
    return new Proxy(state, {
      get: (target, name) => (name in target ? target[name] : () => undefined),
    }) as never;
  } as never;
  const size = { clientWidth: 800, clientHeight: 400 };
  for (const [name, value] of Object.entries(size))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 800, 400);
  return { texts };
}
