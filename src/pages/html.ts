/** Markup that is safe to send: made by `html`, or vouched for by `trusted`. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template. `false` and `undefined` give nothing, so that parts can be left out with `&&`. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Puts values into markup, escaped for text and for quoted attributes unless they are `Html`; lists are joined.
 *
 * @throws {TypeError} where a value stands right after `=`: no escaping makes an attribute without quotes safe.
 */
export function html(markup: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = markup.map((part, index) => {
    if (index === values.length) return part;
    if (part.endsWith('=')) throw new TypeError(`The attribute in ${part}… has no quotes.`);
    return part + rendered(values[index]);
  });
  return new Html(parts.join(''));
}

/** Text that is markup already. For our own style and script only, never for what came from outside. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function rendered(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  }
  return value.map(rendered).join('');
}
