const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text that may stand in HTML and SVG, between tags and inside quotes. Control characters, which neither
 * may hold, halves of surrogate pairs, and marks that reorder the text around them become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/\p{Bidi_Control}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
