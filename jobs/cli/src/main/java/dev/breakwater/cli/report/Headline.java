package dev.breakwater.cli.report;

import dev.breakwater.report.Wording;
import java.util.Locale;

/** What happened, in one sentence and six figures. */
final class Headline {

    private Headline() {}

    static void draw(Markup page, RunStory story) {
        page.open("header").leaf("p", "Breakwater · report of a run", "class", "over");
        page.leaf("h1", sentence(story));
        if (story.from() != null && story.to() != null) {
            String period = Wording.minute(story.from()) + " to " + Wording.minute(story.to());
            page.leaf("p", period + " (" + Timeline.length(story) + "), all times UTC", "class", "period");
        }
        long notReady = story.summary.path("notReady").asLong();
        if (notReady > 0) {
            String unready =
                    Wording.count(notReady, "function") + " had too little history to be judged (readiness.jsonl).";
            page.leaf("p", unready, "class", "period");
        }
        page.open("dl", "class", "figures");
        figure(page, "incidents", Wording.number(story.incidents.size()));
        figure(page, "pages", Wording.number(story.pages()));
        figure(page, "throttles", Wording.number(story.actions("throttle")));
        figure(page, "releases", Wording.number(story.actions("release")));
        figure(page, "excess", Wording.usd(story.total("excessUsd")));
        figure(page, "averted", Wording.usd(story.total("avertedUsd")));
        page.close().close();
    }

    static String sentence(RunStory story) {
        long samples = story.summary.path("samples").asLong(-1);
        if (samples == 0) return "No sample was read, so nothing can be said about this account.";
        if (story.incidents.isEmpty()) return quiet(story, samples);
        String sentence = Wording.count(story.incidents.size(), "surge") + " " + verb(story.incidents.size())
                + watched(story) + ", " + Wording.usd(story.total("excessUsd")) + " above the expected: "
                + Wording.count(story.pages(), "page") + ", " + Wording.count(story.actions("throttle"), "throttle")
                + held(story);
        double averted = story.total("avertedUsd");
        return averted > 0 ? sentence + ", " + Wording.usd(averted) + " averted." : sentence + ".";
    }

    private static String verb(int surges) {
        return surges == 1 ? "was seen" : "were seen";
    }

    private static String quiet(RunStory story, long samples) {
        String read = samples < 0 ? "" : " in " + Wording.count(samples, "sample");
        return "No surge was seen" + read + watched(story) + ".";
    }

    private static String watched(RunStory story) {
        long functions = story.summary.path("functions").asLong();
        return functions > 0 ? " on " + Wording.count(functions, "function") : "";
    }

    private static String held(RunStory story) {
        long throttles = story.actions("throttle");
        if (throttles == 0) return "";
        long open = story.incidents.stream().filter(Headline::stillHeld).count();
        if (open == 0) return throttles == 1 ? " (released)" : " (all released)";
        return String.format(Locale.ROOT, " (%,d not released by us)", open);
    }

    /** Whether the last throttle of the incident has no release after it. */
    private static boolean stillHeld(Incident incident) {
        boolean held = false;
        for (Incident.Action action : incident.actions()) {
            if (action.type().equals("throttle")) held = true;
            if (action.type().equals("release")) held = false;
        }
        return held;
    }

    private static void figure(Markup page, String name, String value) {
        page.open("div").leaf("dt", name).leaf("dd", value).close();
    }
}
