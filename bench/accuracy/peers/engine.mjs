/*
 * engine.mjs - the npm peers as engines of this benchmark (README.md: "How to enter an engine").
 *
 *   node engine.mjs NAME DOCUMENTS QUERIES ANSWERS SETTINGS
 *
 * SETTINGS is a JSON object (peers.json). Packages are taken from the folder
 * $ERRKB_PEERS/node_modules, where `run` has npm put them.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const ANSWERS = 10;
const FIELDS = ["message", "title", "code", "body"];
const SLOW_US = 20000; /* a first query slower than this: no second pass */

const require = createRequire(path.join(process.env.ERRKB_PEERS ?? process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));

function readLines(file) {
    return fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/* What every peer is given of a document: placeholders are gaps, all else as it stands there. */
function fieldsOf(d, at) {
    const text = (template) =>
        template.replace(/\{\{|\}\}|\{[A-Za-z0-9_]*\}/g, (m) =>
            m === "{{" ? "{" : m === "}}" ? "}" : " ");
    return {
        at,
        message: d.messages.map(text).join("\n"),
        title: d.title,
        code: [...d.codes, ...d.mentioned].join(" "),
        body: [d.body, d.cause, d.remedy].join("\n"),
    };
}

const boostOf = (s) => Object.fromEntries(FIELDS.map((field) => [field, s[field]]));
const words = (text) => [...new Set(text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean))];
const hasDigit = (term) => /\p{N}/u.test(term);

async function minisearch(documents, s) {
    const { default: MiniSearch } = await load("minisearch");
    const index = new MiniSearch({ idField: "at", fields: FIELDS });
    index.addAll(documents);
    const options = {
        boost: boostOf(s),
        combineWith: "OR",
        /* A code or number is never approximated: that only costs it. */
        fuzzy: (term) => (s.fuzzy && !hasDigit(term) && term.length > 3 ? s.fuzzy : false),
        prefix: (term) => s.prefix && !hasDigit(term) && term.length > 3,
    };
    return (text) => index.search(text, options).slice(0, ANSWERS).map((r) => [r.id, r.score]);
}

async function lunr(documents, s) {
    const { default: lunrjs } = await load("lunr");
    /* Its own separator leaves the colon on "C2039:". */
    lunrjs.tokenizer.separator = /[^\p{L}\p{N}_]+/u;
    const index = lunrjs(function () {
        this.ref("at");
        for (const field of FIELDS)
            this.field(field, { boost: s[field] });
        this.pipeline.reset();
        this.searchPipeline.reset();
        if (s.stemming) {
            this.pipeline.add(lunrjs.stemmer);
            this.searchPipeline.add(lunrjs.stemmer);
        }
        this.b(s.b);
        this.k1(s.k1);
        documents.forEach((d) => this.add(d));
    });
    return (text) =>
        index
            .query((q) => {
                for (const term of new Set(lunrjs.tokenizer(text).map(String)))
                    if (term) q.term(term, { usePipeline: s.stemming });
                if (s.edits)
                    for (const term of words(text))
                        if (!hasDigit(term) && term.length > 4)
                            q.term(term, { editDistance: s.edits, boost: 0.3 });
            })
            .slice(0, ANSWERS)
            .map((r) => [Number(r.ref), r.score]);
}

async function fuse(documents, s) {
    const { default: Fuse } = await load("fuse.js");
    const index = new Fuse(documents, {
        keys: FIELDS.filter((f) => s[f]).map((f) => ({ name: f, weight: s[f] })),
        includeScore: true,
        ignoreLocation: true,
        threshold: s.threshold,
        ignoreFieldNorm: s.ignoreFieldNorm,
        useTokenSearch: s.token,
        tokenMatch: s.token ? "any" : undefined,
    });
    /* Fuse's score is 0 for the best. */
    return (text) =>
        index.search(s.words ? words(text).slice(0, s.words).join(" ") : text.slice(0, s.characters),
            { limit: ANSWERS }).map((r) => [r.item.at, 1 - r.score]);
}

/* FlexSearch gives places, no scores: those of the fields are summed as reciprocal ranks. */
async function flexsearch(documents, s) {
    const { default: FlexSearch } = await load("flexsearch");
    const index = new FlexSearch.Document({
        document: { id: "at", index: FIELDS },
        encoder: FlexSearch.Charset[s.charset],
        tokenize: s.tokenize,
        resolution: s.resolution,
        context: s.context,
    });
    documents.forEach((d) => index.add(d));
    return (text) => {
        const sums = new Map();
        for (const { field, result } of index.search(text, { limit: 100, suggest: true }))
            result.forEach((at, rank) =>
                sums.set(at, (sums.get(at) ?? 0) + s[field] / (s.rank + rank)));
        return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, ANSWERS);
    };
}

/* No engine at all: entries whose code stands in the query as a word; rarer codes before commoner ones,
 * entries with the code in their title before others. */
async function codes(documents) {
    const known = new Map();
    for (const d of documents)
        for (const code of new Set(d.code.toLowerCase().split(/\s+/).filter(hasDigit)))
            known.set(code, [...(known.get(code) ?? []), [d.at, d.title.toLowerCase().includes(code) ? 2 : 1]]);
    return (text) => {
        const sums = new Map();
        for (const [i, word] of words(text).entries())
            for (const [at, weight] of known.get(word) ?? [])
                sums.set(at, (sums.get(at) ?? 0) + weight / known.get(word).length + 1e-6 / (i + 1));
        return [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, ANSWERS);
    };
}

const engines = { minisearch, lunr, fuse, flexsearch, codes };

/* One pass unmeasured, one measured; of a slow engine only the measured one. */
function answerAll(search, ids, queries, to, passes) {
    const answer = (q) => {
        const from = process.hrtime.bigint();
        const found = search(q.text);
        return [found, Number(process.hrtime.bigint() - from) / 1000];
    };
    const first = queries.slice(0, 5).map((q) => answer(q)[1]).sort((a, b) => a - b)[2] ?? 0;
    for (const q of passes < 2 || first > SLOW_US ? [] : queries) answer(q);
    const out = fs.openSync(to, "w");
    for (const q of queries) {
        const [found, us] = answer(q);
        const answers = found.map(([at, score]) => ({ id: ids[at], score }));
        fs.writeSync(out, JSON.stringify({ id: q.id, us, answers }) + "\n");
    }
    fs.closeSync(out);
}

const [name, documents, queries, answers, settings] = process.argv.slice(2);
if (!settings || !engines[name]) {
    console.error(`usage: engine.mjs ${Object.keys(engines).join("|")} DOCUMENTS QUERIES ANSWERS SETTINGS`);
    process.exit(2);
}
const lines = readLines(documents), chosen = JSON.parse(settings);
const search = await engines[name](lines.map(fieldsOf), chosen);
answerAll(search, lines.map((d) => d.id), readLines(queries), answers, chosen.passes ?? 2);
