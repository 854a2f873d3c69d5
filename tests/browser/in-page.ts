import type { Page } from 'playwright-core';

/** Opens every `details`, so that nothing of the page goes unseen. */
export async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) details.setAttribute('open', '');
  });
}

/** How many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
}

export interface TextContrast {
  readonly text: string;
  /** By WCAG 2: 1 to 21. */
  readonly ratio: number;
}

/** The contrast of each visible piece of text with the background that it stands on. */
export function textContrasts(page: Page): Promise<TextContrast[]> {
  return page.locator('body').evaluate((body) => {
    const view = body.ownerDocument.defaultView;
    const rgba = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
      const [red = 0, green = 0, blue = 0] = rgba(color).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const backgroundOf = (element: typeof body): string => {
      const color = view.getComputedStyle(element).backgroundColor;
      const [, , , alpha = 1] = rgba(color);
      if (alpha === 1) return color;
      if (alpha > 0) throw new Error(`A half-transparent background: ${color}`);
      if (element.parentElement === null) throw new Error('The page has no background of its own.');
      return backgroundOf(element.parentElement);
    };
    const walker = body.ownerDocument.createTreeWalker(body, 4 /* text */);
    const found: { text: string; ratio: number }[] = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      if (text === '' || !element.checkVisibility() || element.closest('.unseen, script')) continue;
      const lights = [view.getComputedStyle(element).color, backgroundOf(element)].map(luminance);
      found.push({ text, ratio: (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05) });
    }
    return found;
  });
}

export interface FocusStop {
  /** What a person would call it. */
  readonly label: string;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  /** Its middle is within the window; the browser does not scroll for a few pixels at an edge. */
  readonly inView: boolean;
  /** Width of the outline in pixels; 0 where none is drawn. */
  readonly outline: number;
}

/** What has the focus now; undefined where nothing has. */
export function focused(page: Page): Promise<FocusStop | undefined> {
  return page.locator('body').evaluate(async (body) => {
    const view = body.ownerDocument.defaultView;
    // The page scrolls to what has the focus when it is next drawn.
    await new Promise((drawn) => view.requestAnimationFrame(() => view.requestAnimationFrame(drawn)));
    const element = body.ownerDocument.activeElement;
    if (element === null || element === body) return undefined;
    const { top, bottom, left } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = view.getComputedStyle(element);
    return {
      label: element.closest('label')?.querySelector('strong').textContent ?? element.textContent,
      top: top + view.scrollY,
      bottom: bottom + view.scrollY,
      left,
      inView: top + bottom > 0 && top + bottom < 2 * view.innerHeight,
      outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
    };
  });
}

/** Presses Tab from the start of the page to its end. */
export async function tabThrough(page: Page): Promise<FocusStop[]> {
  const stops: FocusStop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop === undefined) return stops;
    stops.push(stop);
    if (stops.length > 100) throw new Error('The focus does not come to the end of the page.');
  }
}
