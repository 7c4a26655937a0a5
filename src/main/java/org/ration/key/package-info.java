/**
 * The key under which a call counts: the forms of {@link org.ration.Quota#key}, and the canonical keys they yield. Not
 * API: its public types are public for Ration's own packages, and change without notice.
 *
 * <p>{@link org.ration.key.KeyForms} reads a form once, at deployment; the {@link org.ration.key.KeyForm} then yields a
 * key for each call, and builds the same key from given values. {@link org.ration.key.Fingerprint} hides secrets,
 * {@link org.ration.key.ClientAddress} distinguishes the client's address from those of proxies.
 *
 * <h2>Canonical keys</h2>
 *
 * A key begins with a tag, the text before its first colon. The tags {@code user}, {@code ip}, {@code anonymous},
 * {@code header}, {@code param}, {@code path} and {@code global} belong to the forms of these names, and no template
 * may begin with one. Forms of one value keep it verbatim after the tag (and the name of the part, which has no colon),
 * so such a key can be read in one way only.
 *
 * <p>The tag of a template is its literal text up to the first colon. If an expression precedes the first colon,
 * the key begins with a colon, the empty tag: {@code {user}} yields {@code :bob}. In the values of a template, percent
 * sign, colon, braces and the punctuation that the template has between its expressions are percent-encoded as UTF-8,
 * so that the values can be read back from the key: two calls have one key only if they agree in every value.
 *
 * <p>Two templates share counters if they have the same literal text, whatever their expressions:
 * {@code org:{path.org}} and {@code org:{args[0]}} mean the same organisation. Templates with different tags never
 * meet. With the same tag and different text they can ({@code a:{user}:{path.x}} and {@code a:b:{path.x}} do, for a
 * user named b); see {@link org.ration.key.KeyForm#canMeet}.
 *
 * <p>A key longer than {@value org.ration.QuotaCharge#MAX_KEY_LENGTH} characters keeps a readable head and ends in
 * {@code ~} and the SHA-256 of the whole in hex. A short key of this form is replaced in the same way, so no
 * value can imitate a shortened key.
 *
 * <h2>Expressions</h2>
 *
 * Only the text of an annotation is ever evaluated as Jakarta Expression Language; values are data. Before the
 * implementation of the server sees an expression, it is taken apart into tokens, checked against a short list of what
 * is legal, and reassembled, so that the implementation sees only checked text: see {@link org.ration.key.KeyForms}.
 */
@NullMarked
package org.ration.key;

import org.jspecify.annotations.NullMarked;
