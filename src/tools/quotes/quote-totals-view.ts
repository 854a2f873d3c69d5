import { z } from 'zod';
import type { Totals } from '../../fergus/types/quotes.ts';
import { known, number } from '../shared/values.ts';

/** What Fergus itself makes of amounts; `gst` is the tax, whatever its name, and contained in `total`. */
export const totalsView = z.object({
  subTotal: z.number().optional(),
  discount: z.number().optional(),
  gst: z.number().optional(),
  total: z.number().optional(),
});

export function toTotalsView(totals: Totals | null | undefined): z.output<typeof totalsView> {
  return known({
    subTotal: number(totals?.subTotal),
    discount: number(totals?.discount),
    gst: number(totals?.gst),
    total: number(totals?.total),
  });
}
