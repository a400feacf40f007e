/*
 * table.mjs - the tables of docs/accuracy.md out of what `run` measured.
 *
 *   node table.mjs WORK        Markdown on stdout
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Judge, judgeAll, measure, quantile, readLines } from "./judge.mjs";

const work = process.argv[2];
if (!work) {
    console.error("usage: table.mjs WORK");
    process.exit(2);
}
const here = path.dirname(fileURLToPath(import.meta.url));
const peers = JSON.parse(fs.readFileSync(path.join(here, "peers/peers.json"), "utf8"));
const knowledge = { cpp: "cpp", all: "all", generated: "all", whole: "all", logs: "all" };
const TOLD_BY = 20; /* queries of a sample: fewer tell nothing about who leads */
const KINDS = ["code", "dialog", "message", "log", "paraphrase"];

/* ---- what was measured ------------------------------------------------------------------------------ */

const judges = {};
for (const kb of ["cpp", "all"]) judges[kb] = new Judge(readLines(`${work}/${kb}.documents.jsonl`));

/* Row -> judged queries, of one engine's answers to one file of queries. */
function judgedOf(prefix, queries) {
    const file = `${work}/${prefix}.${queries}.answers.jsonl`;
    return fs.existsSync(file)
        ? judgeAll(judges[knowledge[queries]], readLines(`${work}/${queries}.queries.jsonl`), readLines(file))
        : new Map();
}

const engines = [{ name: "errkb", prefix: "errkb" }, ...peers.map((p, i) => ({ name: p.name, prefix: `peer-${i}`, baseline: p.baseline }))]
    .map((e) => ({ ...e, rows: new Map(["cpp", "all", "generated"].flatMap((q) => [...judgedOf(e.prefix, q)])) }))
    .filter((e) => e.rows.size);
const [errkb, ...others] = engines;

/* ---- Markdown ----------------------------------------------------------------------------------------- */

const number = (value, digits = 3) => (value === null || value === undefined ? "-" : value.toFixed(digits));
const time = (us) => (us === null || us === undefined ? "-" : us < 1000 ? `${Math.round(us)} µs` : `${us < 1e5 ? (us / 1000).toPrecision(3) : Math.round(us / 1000)} ms`);
const times = (ratio) => (ratio < 100 ? ratio.toPrecision(3) : Math.round(ratio / 10) * 10);
const line = (cells) => `| ${cells.join(" | ")} |`;
function table(head, rows) {
    return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

/* errkb's queries that the other engine was asked as well: a slow one gets a sample. */
function common(row, engine) {
    const ids = new Set(engine.rows.get(row)?.map((j) => j.query.id));
    return (errkb.rows.get(row) ?? []).filter((j) => ids.has(j.query.id));
}

const leads = [];
/* One row for each set or kind: errkb and, beside it, everybody else. `better` > 0: a is better than b. */
function compare(rowNames, figure, better, show, name) {
    const rows = [];
    for (const row of rowNames) {
        const all = errkb.rows.get(row) ?? [];
        const own = figure(measure(all));
        if (own === null || own === undefined) continue;
        const cells = others.map((e) => {
            const judged = e.rows.get(row);
            const value = judged && figure(measure(judged));
            if (value === null || value === undefined) return "-";
            const against = figure(measure(common(row, e)));
            const told = name === "false answers" ? measure(judged).unanswerable >= TOLD_BY / 2 : judged.length >= TOLD_BY;
            const ahead = !e.baseline && (told || judged.length === all.length) && better(value, against) > 1e-9;
            if (ahead) leads.push(`${row}, ${name}: ${e.name} ${show(value)}, errkb ${show(against)}` +
                (judged.length < all.length ? ` on the same ${judged.length} queries` : ""));
            const text = show(value) + (judged.length < all.length ? ` (${judged.length})` : "");
            return ahead ? `**${text}**` : text;
        });
        rows.push([row, all.length, show(own), ...cells]);
    }
    return table(["queries", "number", "errkb", ...others.map((e) => e.name)], rows);
}

const higher = (a, b) => a - b, lower = (a, b) => b - a;
const labelled = ["cpp", "cpp, codes removed", "ops", "ops, codes removed"];
const kinds = labelled.filter((s) => s.startsWith("ops")).flatMap((s) => KINDS.map((k) => `${s}, ${k}`));
const generated = [...errkb.rows.keys()].filter((row) => row.startsWith("generated, "));

const out = [];
out.push("### First right (top-1)", "",
    "Of the queries that have an answer. In bold where a peer leads; in brackets how many queries a slow peer was asked; fewer than 20 tell " +
    "nothing about who leads. A baseline, which is " +
    "right about little and silent about the rest, is no peer.", "",
    compare([...labelled, ...kinds], (m) => m.top1, higher, number, "top-1"));
out.push("### MRR@10", "", compare([...labelled, ...kinds], (m) => m.mrr, higher, number, "MRR@10"));
out.push("### False answers", "",
    "Share of the queries without an answer that still get one at the threshold that keeps 95 % of the right answers. Of the score, the score " +
    "per word of the query and the lead over the second, that one is taken by which the engine abstains best; for errkb always its confidence.", "",
    compare(labelled, (m) => (m.coverage === undefined ? m.falseAt : m.falseAtScore), lower, number, "false answers"));

const verdicts = [...labelled, ...kinds].filter((row) => errkb.rows.has(row)).map((row) => {
    const m = measure(errkb.rows.get(row));
    return [row, m.queries, number(m.top3), number(m.coverage), number(m.risk), number(m.precision), m.unanswerable,
        number(m.falseMatch), number(m.calibration), m.shared];
});
out.push("### errkb's verdicts", "",
    table(["queries", "number", "top-3", "coverage", "risk", "precision of `match`", "without an answer", "false `match`",
        "calibration error", "right by a shared message"], verdicts));
const logs = judgedOf("errkb", "logs").get("logs");
if (logs) {
    const matches = logs.filter((j) => j.verdict === "match").length;
    out.push(`Ordinary log lines, one query each: ${logs.length}, of them answered as a \`match\`: ${matches} ` +
        `(${matches ? `1 in ${Math.round(logs.length / matches)}` : "none"}).`, "");
}

const whole = judgedOf("errkb", "whole");
const wholeRows = [...whole.keys()].filter((row) => row.split(", ").length > 2).map((row) => {
    const m = measure(whole.get(row));
    return [row, m.queries, number(m.top1), number(m.mrr), number(m.coverage), number(m.precision), m.shared];
});
out.push("### Generated queries", "",
    "Made of every message of the documents (`bench/accuracy/generate.mjs`); top-1 on the same sample of each row for all engines.", "",
    compare(generated.filter((row) => row.split(", ").length > 2), (m) => m.top1, higher, number, "top-1"),
    "errkb on all of them:", "",
    table(["queries", "number", "top-1", "MRR@10", "coverage", "precision of `match`", "right by a shared message"], wholeRows));

/* ---- speed -------------------------------------------------------------------------------------------- */

const speedSets = { "cpp over cpp": "cpp-timed", "ops over all six folders": "all-timed" };
function speedOf(engine, queries) {
    const file = `${work}/${engine.prefix}.${queries}.answers.jsonl`;
    const us = fs.existsSync(file) ? readLines(file).map((a) => a.us).sort((a, b) => a - b) : [];
    return { median: quantile(us, 0.5), p99: us.length >= 100 ? quantile(us, 0.99) : null };
}
const own = Object.values(speedSets).map((q) => speedOf(errkb, q));
const megabytes = (kb) => (fs.statSync(`${work}/${kb}.kb`).size / 1e6).toFixed(1);
out.push("### Speed", "",
    "Time of one query in a process that stays, one engine after the other in one run, over part of the labelled queries, as they are and " +
    "without codes; `times` is the median as a multiple of errkb's. The knowledge base with its index is a file of " +
    `${megabytes("cpp")} MB for cpp and ${megabytes("all")} MB for all six folders.`, "",
    table(["engine", ...Object.keys(speedSets).flatMap((s) => [`${s}: median`, "p99", "times"])],
        engines.map((e) => [e.name, ...Object.values(speedSets).flatMap((q, i) => {
            const { median, p99 } = speedOf(e, q);
            return [time(median), time(p99), median ? times(median / own[i].median) : "-"];
        })])));

out.push("### Where a peer leads", "",
    leads.length ? leads.map((l) => `- ${l}`).join("\n") : "In no row.", "");
process.stdout.write(out.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd() + "\n");
