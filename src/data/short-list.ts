/** Names joined by commas, the first so many and how many more there are: a message stays readable. */
export function shortList(names: readonly string[], most = 16): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
