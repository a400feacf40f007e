/*
 * template.h - messages with variable parts.
 *
 * A template is text in which `{name}` is a placeholder (name: letters, digits, '_'; may be empty:
 * `{}`) and `{{` / `}}` are literal braces. It is the form in which the knowledge base stores
 * messages: Oops, we couldn't connect to {NAME}. Sign in failed.
 * Documents write placeholders in many ways (<host>, %s, 'identifier', NAME, X days, ...);
 * template_from_message recognises them. Thread-safe. Layer: text.
 */
#ifndef TEXT_TEMPLATE_H
#define TEXT_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"

enum {
    TEMPLATE_MAX = 4096,             /* bytes of one template; longer messages are cut */
    TEMPLATE_PLACEHOLDERS_MAX = 32,  /* further ones become unnamed text gaps */
};

struct template_piece {
    struct str text;  /* literal text, or the placeholder's name (may be empty) */
    bool placeholder;
};

/* The pieces of a template in order; adjacent placeholders are merged. *count receives how many.
 * A brace that opens nothing is literal. Never fails. Views into `tmpl` or the arena. */
struct template_piece *template_parse(struct arena *a, struct str tmpl, size_t *count);

/* Length of `{name}` at byte i with both braces, 0 when there is none. */
size_t template_braced_at(struct str tmpl, size_t i);

/* Literal text with its braces doubled. */
void template_put_literal(struct buf *out, struct str text);
/* `{name}`; bytes that no name may have become '_', a name over 40 bytes is cut. */
void template_put_placeholder(struct buf *out, struct str name);

/*
 * A message as a document prints it (plain text, markup already removed) to a template.
 * Recognised: <name> \<name\> %s %d %1 %1!s! {0} ${x} [name] with a one-word lower-case or
 * UPPER_CASE name, words in capitals that stand for a value (NAME, HOSTNAME, XXXX, X before a
 * unit), quoted 'identifier1' style words, ellipses between words. What the document marks as
 * variable by italics arrives already as `{name}` when `marked` is true (literal braces doubled).
 */
struct str template_from_message(struct arena *a, struct str message, bool marked);

/* The template as people read it: placeholders as <name> or …, literal braces single. */
struct str template_display(struct arena *a, struct str tmpl);

#endif
