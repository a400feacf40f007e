#include "draw.h"

#include <math.h>

/* a: the first two series, b: the others; a colour for each that the colour-blind can tell apart
 * (Okabe and Ito 2008). */
static const char style[] =
    "  :root { color-scheme: light dark }\n"
    "  .ground { fill: #ffffff }\n"
    "  text { font: 12px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; "
    "fill: #1f2328 }\n"
    "  .small { font-size: 11px; fill: #59636e }\n"
    "  .title { font-weight: 600; font-size: 13px }\n"
    "  .frame { fill: none; stroke: #818b98 }\n"
    "  .grid { stroke: #d1d9e0; stroke-width: 1 }\n"
    "  .ideal { stroke: #818b98; stroke-width: 1.25; stroke-dasharray: 3 3 }\n"
    "  .a { --ink: #0072b2 } .b { --ink: #c44e00 }\n"
    "  .line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round }\n"
    "  .dashed { stroke-dasharray: 6 3 }\n"
    "  .dot { fill: var(--ink); stroke: #ffffff; stroke-width: 1.5 }\n"
    "  .hollow { fill: #ffffff; stroke: var(--ink); stroke-width: 2 }\n"
    "  .range { stroke: var(--ink); stroke-width: 1.25; opacity: 0.55 }\n"
    "  text.name { fill: var(--ink); font-weight: 600 }\n"
    "  @media (prefers-color-scheme: dark) {\n"
    "    .ground { fill: #0d1117 }\n"
    "    text { fill: #f0f6fc }\n"
    "    .small { fill: #9198a1 }\n"
    "    .frame { stroke: #656c76 }\n"
    "    .grid { stroke: #2a313c }\n"
    "    .ideal { stroke: #9198a1 }\n"
    "    .a { --ink: #56b4e9 } .b { --ink: #f0a202 }\n"
    "    .dot { stroke: #0d1117 }\n"
    "    .hollow { fill: #0d1117 }\n"
    "  }\n";

static void put_escaped(struct buf *out, const char *text)
{
    for (; *text; text++)
        if (*text == '<')
            buf_puts(out, "&lt;");
        else if (*text == '&')
            buf_puts(out, "&amp;");
        else
            buf_putc(out, *text);
}

void draw_begin(struct buf *out, int width, int height, const char *title, const char *about)
{
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
               "viewBox=\"0 0 %d %d\" role=\"img\">\n<title>",
               width, height, width, height);
    put_escaped(out, title);
    buf_puts(out, "</title>\n<desc>");
    put_escaped(out, about);
    buf_printf(out,
               "</desc>\n<style>\n%s</style>\n<rect class=\"ground\" width=\"%d\" height=\"%d\" "
               "rx=\"6\"/>\n",
               style, width, height);
}

void draw_end(struct buf *out)
{
    buf_puts(out, "</svg>\n");
}

double draw_x(const struct plot *p, double share)
{
    return p->left + p->width * fmin(share, p->x_max) / p->x_max;
}

double draw_y(const struct plot *p, double share)
{
    return p->top + p->height * (1 - fmin(share, p->y_max) / p->y_max);
}

void draw_text(struct buf *out, double x, double y, const char *class, const char *anchor,
               const char *text)
{
    buf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", class, x, y,
               anchor);
    put_escaped(out, text);
    buf_puts(out, "</text>\n");
}

static void put_number(struct buf *out, double x, double y, const char *anchor, double share)
{
    char text[16];
    struct buf b = BUF_INIT(sizeof text);
    buf_printf(&b, "%g", round(share * 100) / 100);
    draw_text(out, x, y, "small", anchor, buf_cstr(&b));
    buf_release(&b);
}

void draw_axes(struct buf *out, const struct plot *p, double x_step, double y_step,
               const char *x_label, const char *y_label)
{
    double bottom = p->top + p->height, right = p->left + p->width;
    for (int i = 0; i * x_step <= p->x_max + 1e-9; i++) {
        double x = draw_x(p, i * x_step);
        buf_printf(out, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>\n", x, p->top, bottom);
        put_number(out, x, bottom + 15, "middle", i * x_step);
    }
    for (int i = 0; i * y_step <= p->y_max + 1e-9; i++) {
        double y = draw_y(p, i * y_step);
        buf_printf(out, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>\n", p->left, y, right);
        if (y_label)
            put_number(out, p->left - 6, y + 4, "end", i * y_step);
    }
    buf_printf(out,
               "<rect class=\"frame\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
               p->left, p->top, p->width, p->height);
    if (x_label)
        draw_text(out, p->left + p->width / 2, bottom + 34, "small", "middle", x_label);
    if (y_label)
        buf_printf(out,
                   "<text class=\"small\" text-anchor=\"middle\" transform=\"translate(%.1f %.1f) "
                   "rotate(-90)\">%s</text>\n",
                   p->left - 34, p->top + p->height / 2, y_label);
}
