import type { Response } from 'express';
import { errorPage } from '../../pages/error.ts';
import type { Page } from '../../pages/layout.ts';

/** Something that is told to the user on a page, because there is no checked address to tell the client at. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly title: string;
  readonly nextStep: string;
  readonly status: number;

  constructor(title: string, message: string, nextStep: string, status = 400) {
    super(message);
    this.title = title;
    this.nextStep = nextStep;
    this.status = status;
  }

  toPage(): Page {
    const { title, message, nextStep, status } = this;
    return errorPage({ status, title, message, nextStep });
  }
}

/** Sends a page with the policy that fits it; pages of a sign-in are never cached. */
export function sendPage(res: Response, { status, html, csp }: Page): void {
  res
    .status(status)
    .set({
      'Content-Security-Policy': csp,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(html);
}
