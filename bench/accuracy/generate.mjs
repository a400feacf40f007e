/*
 * generate.mjs - damaged messages: what pasting, logging and retyping do to each message of the
 * documents, so that the right answer is known.
 *
 *   node generate.mjs DOCUMENTS [SEED]        labelled queries on stdout
 *
 * Of each document the first message that has three literal words is taken, and one query made of it
 * for each row of `variants` below; "kind" names the row. The same documents and seed give the same
 * bytes: each query draws from a generator that is seeded with its document's id and its row, so that
 * no query depends on another. The output is in the form of labelled queries (docs/feedback.md), and
 * works with `errkb eval` too.
 */
import fs from "node:fs";

const WORDS_LEAST = 3;
const LETTERS_LEAST = 12;
const LETTERS_A_TYPO = 10;
const KEPT = 0.6;
const CUT = "cut to 60 %";
const EXPECT_MOST = 64; /* of one query; what begins like more documents says nothing */
const COLUMNS = 40;
const LOG_BYTES = 2048;

/* ---- chance -------------------------------------------------------------------------------------- */

function fnv1a(text) {
    let h = 0x811c9dc5;
    for (const byte of Buffer.from(text)) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
    return h;
}

/* mulberry32 */
class Chance {
    constructor(...of) {
        this.state = fnv1a(of.join("\0"));
    }
    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }
    below(n) {
        return Math.floor(this.next() * n);
    }
    of(list) {
        return list[this.below(list.length)];
    }
    hex(n) {
        return Array.from({ length: n }, () => this.below(16).toString(16)).join("");
    }
}

/* ---- values of placeholders ---------------------------------------------------------------------- */

const nouns = ["buffer", "widget", "session", "parser", "node", "queue", "frame", "channel", "texture", "ledger",
    "packet", "cursor", "matrix", "socket", "header", "timer"];
const verbs = ["load", "apply", "update", "make", "flush", "resolve", "bind", "emit", "parse", "insert"];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const typeName = (c) => c.of(["C", "", "Basic", "My"]) + capital(c.of(nouns)) + c.of(["", "Impl", "Base", "Manager"]);
const functionName = (c) => c.of([`${c.of(verbs)}_${c.of(nouns)}`, capital(c.of(verbs)) + capital(c.of(nouns))]);
const guid = (c) => [8, 4, 4, 4, 12].map((n) => c.hex(n)).join("-");

/* Part of a placeholder's name in lower case, what stands there in real text; the first row fits. */
const values = [
    [/guid|uuid|correlation|request_?id|session_?id/, guid],
    [/arn/, (c) => `arn:aws:iam::${100000000000 + c.below(899999999999)}:role/${c.of(nouns)}-${c.of(nouns)}`],
    [/url|uri|link|endpoint/, (c) => `https://${c.of(nouns)}.example.com/${c.of(nouns)}/${c.below(900)}`],
    [/host|server|computer|machine|vm_?name|dns/, (c) => `${c.of(["srv", "wkst", "vm"])}-${c.of(nouns)}-${c.below(90)}`],
    [/domain/, (c) => `${c.of(nouns)}.example.com`],
    [/ip_?addr|address/, (c) => c.of([`10.${c.below(255)}.${c.below(255)}.${c.below(255)}`, `0x${c.hex(8)}`])],
    [/e?mail|upn|principal_?name/, (c) => `${c.of(nouns)}.${c.of(nouns)}@example.com`],
    [/user|login/, (c) => `${c.of(nouns)}.${c.of(nouns)}`],
    [/account/, (c) => `${100000000000 + c.below(899999999999)}`],
    [/region/, (c) => c.of(["us-east-1", "eu-central-1", "ap-south-1"])],
    [/path|directory|folder/, (c) => c.of([`C:\\work\\${c.of(nouns)}\\${c.of(nouns)}`, `/srv/${c.of(nouns)}/${c.of(nouns)}`])],
    [/header/, (c) => `${c.of(nouns)}.h`],
    [/dll|assembly|library/, (c) => `${c.of(nouns)}${c.below(90)}.dll`],
    [/pdb|pgd|obj|file|image|module/, (c) => `${c.of(nouns)}_${c.of(nouns)}.${c.of(["cpp", "obj", "dat", "cfg"])}`],
    [/version/, (c) => `${1 + c.below(19)}.${c.below(9)}.${c.below(4000)}`],
    [/date|time/, (c) => `2024-0${1 + c.below(9)}-${10 + c.below(18)}T${10 + c.below(13)}:${10 + c.below(49)}:00Z`],
    [/code|hresult|status/, (c) => `0x8${c.hex(7)}`],
    [/num|count|size|quota|limit|line|index|bytes|days|length|column|level|^n+$|^x+$/, (c) => `${1 + c.below(4000)}`],
    [/func|method|member|constructor|destructor|accessor|operation|action/, functionName],
    [/operator/, (c) => c.of(["operator +", "operator ==", "operator []", "operator <<"])],
    [/keyword|specifier|modifier/, (c) => c.of(["static", "virtual", "mutable", "inline", "volatile"])],
    [/token|character|char|string/, (c) => c.of([";", "}", "<", "::", c.of(nouns)])],
    [/option|switch/, (c) => `/${c.of(["Zc", "Gm", "EHa", "clr"])}:${c.of(nouns)}`],
    [/type|class|struct|interface|base|derived|template|namespace|enum|object/, typeName],
];
const anyValue = (c) => c.of([functionName(c), typeName(c), `m_${c.of(nouns)}`, `${c.of(nouns)}${c.below(90)}`]);

function valueOf(name, c) {
    const row = values.find(([form]) => form.test(name.toLowerCase()));
    return (row ? row[1] : anyValue)(c);
}

/* The template as literal pieces and values; the same name has the same value. */
function pieces(template, c) {
    const known = new Map(), out = [];
    for (const part of template.split(/(\{\{|\}\}|\{[A-Za-z0-9_]*\})/)) {
        if (part === "{{" || part === "}}") out.push({ text: part[0], literal: true });
        else if (/^\{[A-Za-z0-9_]*\}$/.test(part)) {
            const name = part.slice(1, -1);
            const value = known.get(name) ?? valueOf(name, c);
            if (name) known.set(name, value);
            out.push({ text: value, literal: false });
        } else if (part) out.push({ text: part, literal: true });
    }
    return out;
}

const literalText = (all) => all.map((p) => (p.literal ? p.text : " ")).join("");
const wordsOf = (text) => text.match(/\p{L}{2,}/gu) ?? [];

/* ---- what happens to it -------------------------------------------------------------------------- */

/* Neighbours on a keyboard. */
const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
function neighbour(letter, c) {
    const lower = letter.toLowerCase(), row = rows.find((r) => r.includes(lower));
    if (!row) return "e";
    const at = row.indexOf(lower), near = [row[at - 1], row[at + 1]].filter(Boolean);
    return letter === lower ? c.of(near) : c.of(near).toUpperCase();
}

/* A letter left out, doubled, hit beside, or swapped with the next; each in another place. */
function withTypos(text, c) {
    const letters = [...text];
    const at = letters.map((l, i) => [l, i]).filter(([l]) => /\p{L}/u.test(l)).map(([, i]) => i);
    for (let left = Math.max(1, Math.floor(at.length / LETTERS_A_TYPO)); left && at.length; left--) {
        const i = at.splice(c.below(at.length), 1)[0], letter = letters[i];
        const next = /^\p{L}$/u.test(letters[i + 1] ?? "") ? letters[i + 1] : null;
        switch (c.below(next ? 4 : 3)) {
        case 0: letters[i] = ""; break;
        case 1: letters[i] = letter + letter; break;
        case 2: letters[i] = neighbour(letter, c); break;
        case 3:
            [letters[i], letters[i + 1]] = [next, letter];
            at.splice(at.indexOf(i + 1), at.includes(i + 1) ? 1 : 0);
            break;
        }
    }
    return letters.join("");
}

/* One literal word left out. */
function withoutWord(all, c) {
    const places = all.flatMap((p, at) =>
        p.literal ? [...p.text.matchAll(/\p{L}{2,}/gu)].map((m) => [at, m.index, m[0].length]) : []);
    const [at, from, size] = c.of(places);
    return all.map((p, i) =>
        i === at ? p.text.slice(0, from) + p.text.slice(from + size) : p.text).join("").replace(/ {2,}/g, " ");
}

/* Two neighbouring words change places. */
function swapped(text, c) {
    const words = text.split(" "), at = c.below(words.length - 1);
    [words[at], words[at + 1]] = [words[at + 1], words[at]];
    return words.join(" ");
}

const wrapped = (text) => text.match(new RegExp(`[^]{1,${COLUMNS}}`, "gu")).join("\n");

function escaped(text) {
    const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
    return `<b>Error:</b> "${text}"`.replace(/[&<>"']/g, (m) => names[m]);
}

/* Lines of a service in good health, made up. */
const logLines = [
    (c) => `INFO  [worker-${c.below(16)}] request ${guid(c)} completed in ${c.below(900)} ms`,
    (c) => `DEBUG [pool-${c.below(4)}] ${1 + c.below(30)} connections idle, ${c.below(8)} active`,
    (c) => `INFO  [cache] ${c.of(nouns)} refreshed, ${c.below(4000)} items`,
    (c) => `INFO  [http] GET /api/v${1 + c.below(3)}/${c.of(nouns)}s/${c.below(9000)} 200 ${c.below(90000)}`,
    (c) => `DEBUG [scheduler] next run of nightly-${c.of(nouns)} at 0${c.below(6)}:30`,
    (c) => `INFO  [metrics] cpu=${c.below(100)}% heap=${c.below(4000)}MB threads=${10 + c.below(90)}`,
];
function inLog(text, c) {
    let seconds = c.below(40000);
    const stamp = () => {
        seconds += 1 + c.below(3);
        const part = (v) => String(v % 60).padStart(2, "0");
        return `2024-05-17 ${String(Math.floor(seconds / 3600) % 24).padStart(2, "0")}:` +
            `${part(Math.floor(seconds / 60))}:${part(seconds)},${String(c.below(1000)).padStart(3, "0")}`;
    };
    const lines = [], before = c.below(LOG_BYTES);
    let size = 0, told = false;
    while (size < LOG_BYTES || !told) {
        const now = !told && size >= before;
        lines.push(`${stamp()} ${now ? `ERROR [worker-${c.below(16)}] ${text}` : c.of(logLines)(c)}`);
        if (now) told = true;
        else size += lines.at(-1).length + 1;
    }
    return lines.join("\n");
}

/* Row -> the query of it; of a message without its code unless said otherwise. */
export const variants = {
    "whole, with its code": (m, c) => (m.code ? `error ${m.code}: ${m.text}` : m.text),
    "whole, without code": (m) => m.text,
    "one typo per ten letters": (m, c) => withTypos(m.text, c),
    [CUT]: (m) => m.text.slice(0, Math.ceil(KEPT * m.text.length)),
    "a word dropped": (m, c) => withoutWord(m.pieces, c),
    "two words swapped": (m, c) => swapped(m.text, c),
    "wrapped at 40 columns": (m) => wrapped(m.text),
    "HTML-escaped": (m) => escaped(m.text),
    "inside 2 KB of log": (m, c) => inLog(m.text, c),
};

/* The literal words of the first `size` bytes of it, the last one perhaps a part of one. */
function literalStart(all, size) {
    let out = "";
    for (const p of all) {
        const part = p.text.slice(0, Math.max(0, size));
        out += p.literal ? part : " ";
        size -= p.text.length;
    }
    return comparable(out);
}

const comparable = (text) => (text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

/* A message says its own code nowhere but in the first row. */
function withoutCodes(text, codes) {
    for (const code of codes.filter((one) => one.length > 2))
        text = text.split(code).join("");
    return text.replace(/ {2,}/g, " ").trim();
}

function* messagesOf(documents) {
    for (const d of documents)
        for (const template of d.messages)
            yield [d.id, comparable(literalText(pieces(withoutCodes(template, d.codes), new Chance(""))))];
}

/* All that begin as the cut message does: nothing tells them apart. */
function beginningAlike(starts, m, id) {
    const start = literalStart(m.pieces, Math.ceil(KEPT * m.text.length));
    if (!start) return [];
    return [...new Set([id, ...starts.filter(([, text]) => text.startsWith(start)).map(([one]) => one)])];
}

export function* generate(documents, seed) {
    const starts = [...messagesOf(documents)];
    for (const d of documents) {
        const template = d.messages.map((m) => withoutCodes(m, d.codes)).find((m) => {
            const words = wordsOf(literalText(pieces(m, new Chance(""))));
            return words.length >= WORDS_LEAST && words.join("").length >= LETTERS_LEAST;
        });
        if (!template) continue;
        const all = pieces(template, new Chance(seed, d.id));
        const m = { pieces: all, text: all.map((p) => p.text).join(""), code: d.codes[0] };
        for (const [kind, make] of Object.entries(variants)) {
            const expect = kind === CUT ? beginningAlike(starts, m, d.id) : [d.id];
            if (expect.length && expect.length <= EXPECT_MOST)
                yield { text: make(m, new Chance(seed, d.id, kind)), expect, kind };
        }
    }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
    const [file, seed = "1"] = process.argv.slice(2);
    if (!file) {
        console.error("usage: generate.mjs DOCUMENTS [SEED]");
        process.exit(2);
    }
    const documents = fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l));
    let out = "";
    for (const query of generate(documents, seed)) out += JSON.stringify(query) + "\n";
    process.stdout.write(out);
}
