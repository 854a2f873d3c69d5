import { money, plural } from './note-text.ts';
import { dayLabel } from './period.ts';
import type { ReceivablesView } from './receivables-view.ts';

type Customer = ReceivablesView['customers'][number];
type Invoice = ReceivablesView['oldest'][number];
type Ageing = ReceivablesView['ageing'];

/** The receivables as an office manager would write them on one page. */
export function receivablesNote(view: ReceivablesView): string {
  const { asOf, customers, otherCustomers, oldest, soFar, disputed, leftOut = [] } = view;
  const day = `${dayLabel(asOf)} ${asOf.slice(0, 4)}`;
  if (customers.length === 0) {
    return [`Receivables on ${day}: nobody owes anything.`, ...leftOutLine(leftOut), view.coverage].join(
      '\n',
    );
  }
  const count = view.ageing.reduce((sum, { invoices }) => sum + invoices, 0);
  const debtors = customers.length + (otherCustomers?.count ?? 0);
  return [
    `Receivables on ${day}: ${money(view.owed, view.currency)} owed, tax included, on ${plural(count, 'invoice')} of ${plural(debtors, 'customer')}; ${money(view.overdue)} overdue${disputed === undefined ? '' : `; ${money(disputed)} disputed`}.`,
    `By days overdue: ${ageingText(view.ageing)}`,
    ...(soFar
      ? [
          `With the parts before: ${money(soFar.owed)} owed, ${money(soFar.overdue)} overdue. ${ageingText(soFar.ageing)}`,
        ]
      : []),
    'Who owes most:',
    ...customers.map(customerLine),
    ...(otherCustomers
      ? [`And ${plural(otherCustomers.count, 'more customer')}: ${money(otherCustomers.owed)}`]
      : []),
    'Oldest invoices:',
    ...oldest.map(invoiceLine),
    ...leftOutLine(leftOut),
    view.coverage,
  ].join('\n');
}

export function ageingText(ageing: Ageing): string {
  return ageing
    .map(({ daysOverdue, invoices, owed }) => `${daysOverdue} ${money(owed)} (${invoices})`)
    .join(', ');
}

export function customerLine(row: Customer): string {
  const ages = [
    ['current', row.current],
    ['1-30', row.days1to30],
    ['31-60', row.days31to60],
    ['61-90', row.days61to90],
    ['90+', row.over90days],
  ] as const;
  const parts = ages.flatMap(([age, owed]) => (owed === 0 ? [] : [`${age} ${money(owed)}`]));
  const overdue =
    row.overdue === 0
      ? 'nothing overdue'
      : `overdue ${money(row.overdue)}, up to ${plural(row.daysOverdue, 'day')}`;
  const name = row.customer ?? 'no name';
  return [
    `  ${name}${row.customerId === undefined ? '' : ` (${row.customerId})`}: ${money(row.owed)} on ${plural(row.invoices, 'invoice')}`,
    overdue,
    parts.length > 1 ? parts.join(', ') : undefined,
    row.email,
  ]
    .filter(Boolean)
    .join(' · ');
}

function invoiceLine({
  invoiceId,
  invoiceNumber,
  customer,
  jobId,
  due,
  daysOverdue,
  owed,
  paid,
  disputed,
}: Invoice) {
  const when =
    due === undefined
      ? 'no due day'
      : daysOverdue === 0
        ? `due ${due}`
        : `due ${due}, ${plural(daysOverdue, 'day')} ago`;
  return [
    `  ${invoiceNumber ?? 'no number'} (${invoiceId}) ${customer ?? ''}: ${money(owed)}`,
    when,
    paid === undefined ? undefined : `${money(paid)} paid`,
    disputed && 'disputed',
    jobId === undefined ? undefined : `job ${jobId}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function leftOutLine(leftOut: NonNullable<ReceivablesView['leftOut']>): string[] {
  if (leftOut.length === 0) return [];
  const parts = leftOut.map(({ why, invoices, amount }) => `${invoices} ${why} (${money(amount)})`);
  return [`Not counted: ${parts.join(', ')}.`];
}
