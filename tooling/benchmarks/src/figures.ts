/** A value with its unit, in as few digits as say something. */
export function formatFigure(value: number, unit: string): string {
  switch (unit) {
    case 'bytes':
      return Math.abs(value) >= 1e5 ? `${(value / 1e6).toFixed(1)} MB` : `${value.toFixed(1)} B`;
    case 'ratio':
      return value.toFixed(3);
    case 'evaluations/s':
      return value >= 1e4 ? `${(value / 1e6).toFixed(2)} M/s` : `${value.toFixed(1)}/s`;
    default:
      return `${Math.abs(value) < 1000 ? value.toPrecision(3) : value.toFixed(0)} ${unit}`;
  }
}

/** Rows in columns as wide as their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
