package dev.breakwater.guard;

import dev.breakwater.config.model.BudgetSettings;
import dev.breakwater.config.model.MatchSettings;
import dev.breakwater.config.model.PolicySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.guard.convert.AlarmRoutes;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * The content of a configuration file, which says what the job may do, what functions may spend, and who is alerted.
 * The book applies from a given minute.
 *
 * @param id       the file's id; empty for a recording
 * @param from     when the book begins to apply, epoch milliseconds on the caller's clock
 */
public record Book(String id, long from, PolicyBook policies, BudgetBook budgets, AlarmRoutes routes)
        implements Serializable {
    /** The automatic thresholds that apply while the usual spend is unknown, USD an hour. */
    private static final double WARN_USD = .5;

    private static final double PAGE_USD = 5;
    private static final double THROTTLE_USD = 10;

    /** Creates the book from a live run's valid configuration file. */
    public static Book of(String id, long from, Settings settings) {
        return new Book(id, from, policyBook(settings), budgetBook(settings), AlarmRoutes.of(settings));
    }

    public static PolicyBook policyBook(Settings settings) {
        Mode mode = word(Mode.class, settings.mode());
        if (!settings.enforcement() && mode.atLeast(Mode.APPROVE)) mode = Mode.ALERT;
        BlastRadius radius = new BlastRadius(
                settings.blastRadius().atOnce(),
                settings.blastRadius().shareOfFunctions(),
                settings.blastRadius().perHour(),
                settings.blastRadius().keepUnreserved());
        return new PolicyBook(
                mode,
                settings.policies().stream().map(Book::policy).toList(),
                settings.groups().stream()
                        .map(x -> new Group(x.name(), match(x.match())))
                        .toList(),
                radius,
                settings.windows().stream().map(Book::window).toList());
    }

    /** Converts a configured window. The window's minutes are the minutes that begin within it. */
    private static Window window(MatchSettings.Window w) {
        return new Window(
                w.name(),
                match(w.match()),
                firstMinute(w.from()),
                firstMinute(w.to()),
                w.every().toMinutes(),
                w.expect());
    }

    private static long firstMinute(Instant from) {
        return -Math.floorDiv(-from.toEpochMilli(), DataMinute.MILLIS);
    }

    private static Policy policy(PolicySettings p) {
        double warn = p.warnUsdPerHour();
        double page = p.pageUsdPerHour();
        double throttle = p.throttle().minUsdPerHour();
        return new Policy(
                p.name(),
                new Match(
                        p.match().functions().patterns(),
                        p.match().functions().tags(),
                        Set.copyOf(p.match().accounts())),
                p.protect(),
                NanoUsd.of(Double.isNaN(warn) ? WARN_USD : warn),
                NanoUsd.of(Double.isNaN(page) ? PAGE_USD : page),
                rule(p.throttle()),
                NanoUsd.of(p.youngFunctionUsdPerHour()),
                new Auto(Double.isNaN(warn), Double.isNaN(page), Double.isNaN(throttle)),
                word(Mode.class, p.mode()));
    }

    private static Match match(MatchSettings m) {
        return new Match(m.patterns(), m.tags(), Set.of());
    }

    private static ThrottleRule rule(PolicySettings.Throttle t) {
        return new ThrottleRule(
                NanoUsd.of(Double.isNaN(t.minUsdPerHour()) ? THROTTLE_USD : t.minUsdPerHour()),
                t.floor(),
                t.headroom(),
                t.hold(),
                t.maxHold(),
                t.cooldown(),
                word(LeverRule.class, t.lever()),
                t.beforeFirstWeek(),
                new Worth(t.worth(), NanoUsd.of(t.alwaysAbove())));
    }

    /**
     * Returns the enum constant that a word in the configuration names. The constant's name is the configured word in
     * capitals.
     */
    public static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    public static BudgetBook budgetBook(Settings settings) {
        return new BudgetBook(settings.budgets().stream().map(Book::budget).toList());
    }

    private static Budget budget(BudgetSettings b) {
        return new Budget(
                b.name(),
                switch (b.scope()) {
                    case ACCOUNT, ORGANISATION -> ScopeKind.ACCOUNT;
                    case GROUP -> ScopeKind.GROUP;
                    case FUNCTION -> ScopeKind.FUNCTION;
                },
                switch (b.scope()) {
                    case ACCOUNT -> b.key().isEmpty() ? BudgetBook.EACH : b.key();
                    case ORGANISATION, GROUP, FUNCTION -> Scope.WHOLE;
                },
                switch (b.scope()) {
                    case ACCOUNT, ORGANISATION -> Scope.WHOLE;
                    case GROUP, FUNCTION -> b.key();
                },
                NanoUsd.of(b.usdPerMonth()),
                NanoUsd.of(b.usdPerDay()),
                NanoUsd.of(b.minUsdPerHour()),
                b.page(),
                b.steps().stream().map(Book::step).toList());
    }

    private static BudgetStep step(BudgetSettings.Step s) {
        return new BudgetStep(s.spent(), s.forecast(), word(BudgetAct.class, s.act()), s.group());
    }
}
