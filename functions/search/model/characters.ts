/**
 * Rules `學=>学` for the engine's mapping filter, from OpenCC's tables of
 * Traditional characters with their Simplified forms. Of several forms the
 * first counts, as in OpenCC; of several tables the first that has a character.
 * Reader and writer are folded alike, so a form that is rare, or Simplified
 * itself, does no harm: 乾 and 干 find each other.
 */
export function simplifications(tables: readonly string[]): string[] {
  const simplified = new Map<string, string>();
  for (const line of tables.flatMap((table) => table.split('\n'))) {
    if (line.startsWith('#')) continue;
    const [traditional = '', forms = ''] = line.trim().split('\t');
    const [form = ''] = forms.split(' ');
    if (form !== '' && !simplified.has(traditional)) {
      simplified.set(traditional, form);
    }
  }
  return [...simplified]
    .filter(([traditional, form]) => traditional !== form)
    .map(([traditional, form]) => `${traditional}=>${form}`);
}
