package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.FleetStatus.Surge;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.IncidentSnapshot.Newest;
import dev.breakwater.ledger.Incident;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.report.Levers;
import dev.breakwater.report.Slower;
import dev.breakwater.report.Wording;
import dev.breakwater.report.incident.Commands;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Converts incidents into the alarm connector's events. The texts are for a person who was woken at three in the
 * morning.
 */
public final class AlarmEvents {

    public static final TypeInformation<AlarmEvent> TYPE = TypeInformation.of(AlarmEvent.class);

    private static final long LATELY_MINUTES = 24 * 60;

    private AlarmEvents() {}

    public static AlarmEvent of(IncidentSnapshot e) {
        return of(e, summary(e), details(e))
                .of(e.fleet().functions())
                .ringing(e.ring().number());
    }

    static AlarmEvent of(IncidentSnapshot e, String summary, Map<String, String> details) {
        return new AlarmEvent(
                e.type(),
                e.dedupKey(),
                summary,
                e.identity().severity(),
                DataMinute.endMillis(e.times().minute()),
                AlarmEvent.Subject.of(e.scope(), e.identity().kind().wire()),
                details);
    }

    /** The inventory's facts about a function: its triggers, and whether it was deployed recently. */
    private static void known(IncidentSnapshot e, Map<String, String> d) {
        IncidentSnapshot.Known known = e.known();
        if (known.refused() > 0 && known.reserved() >= 0 && !e.hold().present() && !isFromBefore(e)) {
            d.put(
                    "aws_refuses",
                    known.refused() + " calls a minute at its reserved concurrency of " + known.reserved()
                            + " (not set by Breakwater)");
        }
        if (known.changedMinute() >= 0) d.put("last_deployment", deployed(e));
        if (!known.feeds().isEmpty()) d.put("fed_by", String.join(", ", known.feeds()));
        else if (known.looked())
            d.put("fed_by", "no queue or stream feeds it; to see who may call it, run breakwater exposure");
    }

    private static String deployed(IncidentSnapshot e) {
        long before = e.times().onset() - e.known().changedMinute();
        boolean lately = before >= 0 && before < LATELY_MINUTES;
        return Instant.ofEpochSecond(e.known().changedMinute() * 60)
                + (lately ? ", " + before + " minutes before the onset" : before < 0 ? ", since the onset" : "");
    }

    private static String summary(IncidentSnapshot e) {
        if (e.dedupKey().startsWith(FleetStatus.KEY)) return FleetWords.summary(e);
        return surge(e) + (e.fleet().present() ? FleetWords.others(e) : "") + beside(e);
    }

    /** Returns the text about an older alert that the incident did not join. */
    private static String beside(IncidentSnapshot e) {
        return e.ring().beside().isEmpty()
                ? ""
                : "; separate from the open alert " + e.ring().beside();
    }

    private static String surge(IncidentSnapshot e) {
        String what = e.scope().kind() == ScopeKind.ACCOUNT
                ? "account " + e.scope().account()
                : e.scope().kind().wire() + ' ' + e.scope().key();
        if (!e.found().present()) return what + ": " + how(e);
        if (lasts(e)) return lasting(e, what);
        Newest now = e.newest().present()
                ? e.newest()
                : new Newest(e.found().observed(), e.found().expected());
        double slower = Slower.times(e.identity().kind().wire(), now.observed(), now.expected());
        String how = how(e);
        return e.identity().kind().wire() + (slower > 0 ? " of slower calls on " : " on ") + what + ": "
                + money(e) + " ("
                + whole(now.observed().demandPerMinute()) + " calls/min, expected "
                + whole(now.expected().demandPerMinute()) + planned(e, now)
                + (slower > 0 ? "; " + Slower.text(slower) : "") + ")" + (how.isEmpty() ? "" : "; " + how);
    }

    /** Returns whether the surge has stopped, although its incident is still open. */
    private static boolean isStopped(IncidentSnapshot e) {
        return e.type() != AlarmAction.RESOLVE && e.times().stoppedAt() >= 0;
    }

    /** Returns the cost. A surge that has just begun has cost little so far, so its present rate comes first. */
    private static String money(IncidentSnapshot e) {
        long rate = e.projection().nanoPerHour();
        String now = rate > 0 ? NanoUsd.text(rate) + " USD an hour now, " : "";
        return (isStopped(e) ? "stopped at " + minute(e.times().stoppedAt()) + ", " : now)
                + NanoUsd.text(e.money().excessHour()) + " USD above normal in the last hour";
    }

    private static boolean lasts(IncidentSnapshot e) {
        return e.identity().kind() == IncidentKind.LASTING_CHANGE;
    }

    /** Returns the text about a lasting change: its cost in a month, the deployment before it, and how to answer. */
    private static String lasting(IncidentSnapshot e, String what) {
        String more = e.identity().kind().wire() + " on " + what + ": "
                + e.found().evidence().text() + "; "
                + Wording.monthly(e.money().excessHour() / 1e9, "more than before");
        String deployed = e.known().changedMinute() < 0 ? "" : "; last deployed " + deployed(e);
        return more
                + deployed
                + (e.type() == AlarmAction.RESOLVE ? "; " + e.reason().text() : "; " + acceptWith(e));
    }

    /**
     * Returns the text about the limit: its observed value, or that it was requested but not observed. If there is no
     * limit, the text gives the reason and what to do.
     */
    private static String how(IncidentSnapshot e) {
        boolean goesOn = e.type() == AlarmAction.UPDATE || e.type() == AlarmAction.STANDS;
        if (goesOn && e.reason() == Reason.NEW_NORMAL_ASKED) {
            return e.reason().text() + ' ' + acceptWith(e);
        }
        if (e.hold().present()) return Levers.stands(e.hold()) + refuses(e) + fails(e);
        String back = goesOn ? ended(e).map(AlarmEvents::back).orElse("") : "";
        String couldNot = e.limits().couldNot();
        // the other texts already say that a person wants the throttle, or why it is not set
        boolean said = e.limits().proposal().stage() == Hold.Stage.APPROVED
                && (e.reason() == Reason.REQUESTED || couldNot.equals(e.reason().text()));
        return joined(
                !back.isEmpty()
                        ? back
                        : said || isStopped(e) && e.reason().opens()
                                ? ""
                                : e.reason().text(),
                couldNot.isEmpty() ? "" : "could not be throttled: " + couldNot,
                proposed(e),
                back.isEmpty() ? above(e) : "",
                !back.isEmpty() && isFromBefore(e) ? "the figures are from before that change" : ahead(e));
    }

    /** Returns the action that ended our limit, if there was a limit and none is requested now. */
    private static Optional<IncidentSnapshot.Action> ended(IncidentSnapshot e) {
        List<IncidentSnapshot.Action> actions = e.limits().actions();
        if (e.hold().present() || actions.isEmpty()) return Optional.empty();
        return Optional.of(actions.get(actions.size() - 1))
                .filter(last -> last.type().equals("release") || last.type().equals("override"));
    }

    /** Returns whether the newest minute of data is older than the end of our limit. */
    private static boolean isFromBefore(IncidentSnapshot e) {
        long dataEnds = DataMinute.endMillis(e.times().minute());
        return ended(e).filter(last -> dataEnds <= last.at()).isPresent();
    }

    /**
     * Says how much of the demand the limit refuses, because users are refused along with an attacker. Until a whole
     * minute shows it, the text says what a new limit was expected to avert and refuse.
     */
    private static String refuses(IncidentSnapshot e) {
        if (e.hold().stage() != Hold.Stage.HELD) return "";
        long began = e.times().minute() * DataMinute.MILLIS;
        List<IncidentSnapshot.Action> later =
                e.limits().actions().stream().filter(a -> a.at() > began).toList();
        if (!later.isEmpty()) {
            boolean set = later.get(later.size() - 1).type().equals("throttle");
            String words = e.limits().would().words();
            return set && !words.isEmpty() ? "; " + words : "";
        }
        long refused = e.known().refused();
        double demand = e.newest().observed().demandPerMinute();
        if (refused <= 0 || refused > demand) return "";
        return String.format(
                Locale.ROOT,
                "; refuses %.0f %% of all calls, and of users' calls too",
                Math.floor(100 * refused / demand));
    }

    /** Names the error that keeps a requested limit from being set, such as a role that was lost. */
    private static String fails(IncidentSnapshot e) {
        boolean fails = isAsked(e) && !e.limits().couldNot().isEmpty();
        return fails ? "; the last call to AWS failed: " + e.limits().couldNot() : "";
    }

    private static boolean isAsked(IncidentSnapshot e) {
        return e.hold().stage() == Hold.Stage.ASKED;
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Returns the text about a limit that has ended. */
    private static String back(IncidentSnapshot.Action end) {
        String how = end.type().equals("release")
                ? "released"
                : end.value() < 0
                        ? "somebody removed the limit"
                        : "somebody set " + end.lever().kind().text(end.value());
        return "no longer limited by Breakwater: " + how + " at " + minute(end.at());
    }

    /** Returns the text about a proposed throttle, and how people can answer the proposal. */
    private static String proposed(IncidentSnapshot e) {
        Hold proposal = e.limits().proposal();
        if (!proposal.present()) return "";
        if (proposal.stage() == Hold.Stage.APPROVED) {
            return Levers.stands(proposal) + "; until " + minute(proposal.until())
                    + ", Breakwater sets it with the first minute of data that passes its checks";
        }
        return Levers.stands(proposal) + costs(e) + "; answer by " + minute(proposal.until());
    }

    /**
     * Says what happens above the throttle threshold, so that a proposal minutes later is no new alert, or why nothing
     * happens there.
     */
    private static String above(IncidentSnapshot e) {
        Reason spared = e.limits().spared();
        boolean said = e.reason() == spared || !e.limits().couldNot().isEmpty() || e.type() == AlarmAction.RESOLVE;
        if (spared != null) return said ? "" : "not throttled: " + spared.text();
        boolean waits = e.limits().aboveNano() > 0 && !e.limits().proposal().present();
        if (!waits || e.type() == AlarmAction.RESOLVE || isStopped(e)) return "";
        return "above " + NanoUsd.text(e.limits().aboveNano()) + " USD in an hour, Breakwater "
                + (e.limits().asks()
                        ? "asks you for a throttle"
                        : "throttles it or, if this is not worth it, asks you");
    }

    /** Returns the text about what a proposed throttle averts and refuses. */
    private static String costs(IncidentSnapshot e) {
        String words = e.limits().would().words();
        return words.isEmpty() ? "" : ", which " + words;
    }

    private static String minute(long millis) {
        return Wording.minute(Instant.ofEpochMilli(millis));
    }

    private static String acceptWith(IncidentSnapshot e) {
        return "breakwater accept " + e.incident();
    }

    /**
     * Returns the planned window that raised the expectation, if there is one. Figures from after the page do not name
     * the window.
     */
    private static String planned(IncidentSnapshot e, Newest now) {
        if (!now.expected().equals(e.found().expected())) return "";
        return e.found().planned().present() ? ", " + e.found().planned().text() : "";
    }

    /**
     * Returns the projected cost if nothing changes or, during exponential growth, if the surge grows on. The result is
     * empty if the surge has ended.
     */
    private static String ahead(IncidentSnapshot e) {
        Projection ahead = e.projection();
        if (e.type() == AlarmAction.RESOLVE || ahead.nanoPerHour() == 0) return "";
        return Wording.pace(ahead.growth()) + (ahead.doublesIn() > 0 ? ", " : " ") + NanoUsd.text(ahead.endOfDayNano())
                + " USD by the end of the day";
    }

    /**
     * Returns the details in this order: what to do, the present state, the cost, the reason for the alert, and all
     * other facts.
     */
    private static Map<String, String> details(IncidentSnapshot e) {
        Map<String, String> d = new LinkedHashMap<>();
        if (e.limits().proposal().present()) proposal(e, d);
        if (e.hold().present()) hold(e, d);
        else if (e.type() != AlarmAction.RESOLVE
                && ended(e).filter(last -> last.type().equals("override")).isPresent())
            d.put("throttle_with", Commands.approve(e.incident()) + " --now");
        if (!e.limits().couldNot().isEmpty())
            d.put(
                    isAsked(e) ? "last_call_failed" : "could_not_throttle",
                    e.limits().couldNot());
        if (e.type() != AlarmAction.RESOLVE && Incident.of(e).lacksBaseline()) {
            d.put("no_baseline", Levers.NO_BASELINE);
            d.put("throttle_with", Levers.chosen(e.scope()));
        }
        IncidentSnapshot.Would would = e.limits().would();
        if (would.limit() > 0) {
            d.put("would_throttle_to", String.valueOf(would.limit()));
            String averted = NanoUsd.text(would.avert());
            // in its first minute, the limit would have done nothing yet
            if (would.refuse() > 0 || !averted.equals("0.00")) {
                d.put("would_have_averted_usd", averted);
                d.put("would_have_refused_good_calls", String.valueOf(would.refuse()));
            }
            if (would.refuse() > 0)
                d.put(
                        "would_have_averted_usd_per_1000_good_calls",
                        NanoUsd.text(would.avert() * 1_000 / would.refuse()));
        }
        if (e.reason() == Reason.NEW_NORMAL_ASKED || lasts(e)) d.put("accept_with", acceptWith(e));
        d.put("reason", e.reason().text());
        if (e.newest().present()) {
            reading(d, "newest_minute", e.newest().observed());
            reading(d, "usual", e.newest().expected());
        } else if (e.found().present()) {
            reading(d, "observed", e.found().observed());
            reading(d, "expected", e.found().expected());
        }
        cost(e, d);
        d.put("onset", Instant.ofEpochSecond(e.times().onset() * 60).toString());
        if (e.found().present()) {
            d.put("test", e.found().evidence().text());
            String growth = String.format(Locale.ROOT, "%.2fx", e.money().growthPerMinute());
            if (!growth.equals("1.00x")) d.put("growth_per_minute", growth);
        }
        if (e.found().planned().present()) d.put("planned", e.found().planned().text());
        d.putAll(facts(e));
        d.put("incident", e.incident());
        d.put("explain_with", "breakwater explain " + e.incident());
        return d;
    }

    private static void cost(IncidentSnapshot e, Map<String, String> d) {
        d.put("usd_per_hour_above_normal", NanoUsd.text(e.projection().nanoPerHour()));
        d.put("excess_usd_last_hour", NanoUsd.text(e.money().excessHour()));
        d.put("excess_usd_so_far", NanoUsd.text(e.money().excess()));
        if (e.money().demandHour() > e.money().excessHour()) {
            d.put("demand_usd_last_hour", NanoUsd.text(e.money().demandHour()));
        }
        if (e.money().averted() > 0 || Incident.of(e).showsEffect()) {
            d.put("averted_usd", NanoUsd.text(e.money().averted()));
            d.put("good_calls_refused", String.valueOf(e.money().refusedGood()));
        }
        d.put("excess_usd_by_end_of_day", NanoUsd.text(e.projection().endOfDayNano()));
        d.put("excess_usd_by_end_of_month", NanoUsd.text(e.projection().endOfMonthNano()));
        if (lasts(e)) d.put("usd_a_month_above_normal", NanoUsd.text(e.money().excessHour() * Wording.HOURS_OF_MONTH));
    }

    /** Returns the details that an {@link dev.breakwater.ledger.Incident} does not have. */
    public static Map<String, String> facts(IncidentSnapshot e) {
        Map<String, String> d = new LinkedHashMap<>();
        if (e.assumedPrice())
            d.put(
                    "prices",
                    "assumed: the table lacks a price of " + e.scope().region() + ", so a higher price was used");
        if (e.limits().proposal().present() && !e.limits().would().words().isEmpty())
            d.put("the_throttle", e.limits().would().words());
        if (e.limits().aboveNano() > 0)
            d.put(
                    (e.limits().asks() ? "propose" : "throttle") + "_above_usd_in_an_hour",
                    NanoUsd.text(e.limits().aboveNano()));
        if (e.found().line() != null) d.put("line", e.found().line().text());
        if (!e.ring().beside().isEmpty()) d.put("beside", e.ring().beside());
        known(e, d);
        if (e.fleet().present()) FleetWords.details(e.fleet(), d);
        return d;
    }

    private static void proposal(IncidentSnapshot e, Map<String, String> d) {
        Hold proposal = e.limits().proposal();
        d.put("proposal", Levers.stands(proposal) + costs(e));
        if (proposal.stage() != Hold.Stage.PROPOSED) return;
        d.put("answer_by", Instant.ofEpochMilli(proposal.until()).toString());
        d.put("approve_with", Commands.approve(e.incident()));
        d.put("decline_with", Commands.decline(e.incident()));
    }

    private static void hold(IncidentSnapshot e, Map<String, String> d) {
        Hold hold = e.hold();
        d.put("hold", hold.stage().wire());
        d.put("lever", hold.lever().name());
        // somebody else's value is not ours
        d.put(
                hold.stage() == Hold.Stage.TO_CONFIRM ? "seen_instead" : "throttled_to",
                hold.lever().kind().text(hold.limit()));
        d.put("previous", hold.lever().kind().text(hold.previous()));
        d.put("until", Instant.ofEpochMilli(hold.until()).toString());
        d.put(
                "release_with",
                "breakwater release " + Levers.quoted(e.scope().key())
                        + Levers.place(e.scope().account(), e.scope().region()));
    }

    private static void reading(Map<String, String> d, String name, Reading r) {
        d.put(name + "_calls_per_minute", whole(r.demandPerMinute()));
        // a spread, a lasting change and a budget have no expected concurrency
        if (r.concurrency() > 0) d.put(name + "_concurrency", whole(r.concurrency()));
        d.put(name + "_usd_per_hour", money(r.usdPerHour()));
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private static String money(double usd) {
        return NanoUsd.text(NanoUsd.of(usd));
    }

    /**
     * The texts of a fleet page, and of an alert for several incidents with one cause. The texts list the surges (most
     * expensive first), the held limits, and how many functions may be throttled.
     */
    static final class FleetWords {
        /** The number of names that fit into a line on a phone. */
        private static final int IN_SUMMARY = 3;

        private static final int LONGEST_ERROR = 200;

        private FleetWords() {}

        static String summary(IncidentSnapshot e) {
            FleetStatus f = e.fleet();
            String account =
                    "account " + e.scope().account() + " in " + e.scope().region();
            if (e.type() == AlarmAction.RESOLVE) return account + ": all surges of this alert have ended";
            String places = places(f);
            if (f.surges().isEmpty()) return account + ": no surge is open; " + places;
            String waiting = waiting(f);
            return String.format(
                    Locale.ROOT,
                    "%d surges in %s: %s; %s%s; %s%s%s",
                    f.all(),
                    account,
                    AlarmEvents.money(e),
                    names(f.surges()),
                    f.all() > IN_SUMMARY ? ", ..." : "",
                    places,
                    failed(f),
                    waiting.isEmpty() ? "" : "; waiting for your approval: " + waiting);
        }

        /** Returns how many throttles could not be set, with the first error, or an empty text. */
        private static String failed(FleetStatus f) {
            List<Surge> failed =
                    f.surges().stream().filter(s -> !s.couldNot().isEmpty()).toList();
            return failed.isEmpty()
                    ? ""
                    : "; " + Wording.count(failed.size(), "throttle") + " could not be set: "
                            + Wording.cut(failed.get(0).couldNot(), LONGEST_ERROR);
        }

        /** Returns the functions whose throttles wait for approval, each with the deadline. The first is due first. */
        private static String waiting(FleetStatus f) {
            return f.surges().stream()
                    .filter(s -> s.hold().stage() == Hold.Stage.PROPOSED)
                    .sorted(Comparator.comparingLong(s -> s.hold().until()))
                    .map(s -> s.name() + " by " + minute(s.hold().until()))
                    .collect(Collectors.joining(", "));
        }

        /**
         * Returns the limit of the blast radius that is reached: the number of throttles at once, or of new throttles
         * within an hour.
         */
        private static String places(FleetStatus f) {
            String taken = f.taken() + " of " + f.places() + " allowed throttles set";
            boolean used = f.setInHour() > 0 && f.setInHour() >= f.perHour();
            return used ? taken + ", and this hour's " + f.perHour() + " new throttles have been used" : taken;
        }

        /** Returns the other incidents in the alert. The result is empty if no other incident continues. */
        static String others(IncidentSnapshot e) {
            List<Surge> others = e.fleet().surges().stream()
                    .filter(s -> !s.name().equals(FleetStatus.nameOf(e.scope())))
                    .toList();
            if (others.isEmpty()) return "";
            String more = e.fleet().all() - 1 > IN_SUMMARY ? ", ..." : "";
            return "; other surges in this alert (" + (e.fleet().all() - 1) + "): " + names(others) + more;
        }

        private static String names(List<Surge> surges) {
            return surges.stream()
                    .limit(IN_SUMMARY)
                    .map(s -> s.name() + ' ' + money(s.usdPerHour()))
                    .collect(Collectors.joining(", "));
        }

        static void details(FleetStatus f, Map<String, String> d) {
            String waiting = waiting(f);
            if (!waiting.isEmpty()) d.put("waiting_for_approval", waiting);
            d.put("surges", String.valueOf(f.all()));
            d.put("throttles_placed", f.taken() + " of " + f.places());
            if (f.setInHour() > 0) d.put("throttles_set_in_hour", f.setInHour() + " of " + f.perHour());
            int n = 0;
            for (Surge s : f.surges()) {
                boolean asks = s.hold().stage() == Hold.Stage.PROPOSED;
                String hold = s.hold().present() ? "; " + Levers.stands(s.hold()) : "";
                if (asks) hold += "; answer by " + minute(s.hold().until());
                if (!s.couldNot().isEmpty()) hold += "; could not be set: " + Wording.cut(s.couldNot(), LONGEST_ERROR);
                d.put("surge_" + ++n, s.kind().wire() + ' ' + s.name() + ": " + money(s.usdPerHour()) + hold);
            }
            long held = f.surges().stream().filter(s -> s.hold().onFunction()).count();
            if (held > 0) d.put("limits_held", String.valueOf(held));
            if (n > 0)
                d.put("incidents", f.surges().stream().map(Surge::incident).collect(Collectors.joining(" ")));
            if (f.all() > n) d.put("not_listed", String.valueOf(f.all() - n));
            if (f.heldBack() > 0) d.put("held_back", f.heldBack() + ": the limit on alerts in this hour is reached");
        }

        private static String money(double usd) {
            return AlarmEvents.money(usd) + " USD/h";
        }
    }
}
