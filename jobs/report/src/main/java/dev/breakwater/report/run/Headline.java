package dev.breakwater.report.run;

import dev.breakwater.ledger.Incident;
import dev.breakwater.report.Wording;
import java.util.Locale;

/** The result of a run, in one sentence. */
public final class Headline {

    private Headline() {}

    public static String of(RunStory story) {
        long samples = story.summed("samples");
        if (samples == 0) return "No sample could be read, so this report says nothing about the account.";
        if (story.attacks().present()) return story.attacks().headline() + held(story) + ".";
        int surges = story.incidents().size();
        if (surges == 0) {
            String read = samples < 0 ? "" : " in " + Wording.count(samples, "sample");
            return "No surge was seen" + read + watched(story) + ".";
        }
        String sentence = Wording.count(surges, "surge") + (surges == 1 ? " was seen" : " were seen") + watched(story)
                + ", " + Wording.usd(story.total("excessUsd")) + " above the expected: "
                + pages(story) + ", " + Wording.count(story.actions("throttle"), "throttle")
                + held(story);
        double averted = story.total("avertedUsd");
        String refused = Wording.number(story.total("refusedGood")) + " good calls refused.";
        return averted > 0 ? sentence + ", " + Wording.usd(averted) + " averted, " + refused : sentence + ".";
    }

    private static String pages(RunStory story) {
        long recorded = story.recordedOnly();
        if (recorded == 0) return Wording.count(story.sent(), "page");
        String would = Wording.number(recorded) + " would have paged (mode observe)";
        return story.sent() == 0 ? would : Wording.count(story.sent(), "page") + ", " + would;
    }

    private static String watched(RunStory story) {
        long functions = story.summed("functions");
        return functions > 0 ? " on " + Wording.count(functions, "function") : "";
    }

    private static String held(RunStory story) {
        long throttles = story.actions("throttle");
        if (throttles == 0) return "";
        long open = story.incidents().stream().filter(Headline::stillHeld).count();
        if (open == 0) return throttles == 1 ? " (released)" : " (all released)";
        return String.format(Locale.ROOT, " (%,d not released by us)", open);
    }

    /** Returns whether the incident's last throttle was not released. */
    private static boolean stillHeld(IncidentCard incident) {
        boolean held = false;
        for (Incident.Action action : incident.actions()) {
            if (action.type().equals("throttle")) held = true;
            if (action.type().equals("release")) held = false;
        }
        return held;
    }
}
