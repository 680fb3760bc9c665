package dev.breakwater.guard.convert;

import dev.breakwater.connectors.cloudwatch.budgets.AwsBudget;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.MeterKey;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.guard.wire.AwsTerm;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects the AWS Budgets that can be metered: those of cost in USD by the day or month that count Lambda, for one
 * account or for the functions with one tag. Other services count only through AWS's own figure.
 */
public final class AwsBudgetRule implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Names of the service in filters. */
    private static final Set<String> LAMBDA = Set.of("AWS Lambda", "AWSLambda");

    /** The functions' group by the tag as filters have it: {@code user:KEY$VALUE}. */
    private final HashMap<String, String> groups = new HashMap<>();

    /** @param groups groups with exactly one tag can have a budget */
    public AwsBudgetRule(List<Group> groups) {
        for (Group g : groups) if (isTag(g.match())) this.groups.putIfAbsent(tag(g.match()), g.name());
    }

    static boolean isTag(Match m) {
        return m.functionPattern().equals("*") && m.tags().size() == 1;
    }

    private static String tag(Match m) {
        Map.Entry<String, String> tag = m.tags().entrySet().iterator().next();
        return "user:" + tag.getKey() + '$' + tag.getValue();
    }

    /**
     * The result for one budget: its term, or the reason why it is not metered.
     *
     * @param scope  key of the spend that counts; empty: it is not metered
     * @param term   the metered budget, or null
     * @param reason why it is not metered and what to do; empty if it is
     */
    public record Sorted(String scope, AwsTerm term, String reason) {}

    /**
     * Sorts a budget.
     *
     * @param owner  the account that has it
     * @param minute the time, in minutes since 1970
     */
    public Sorted sort(AwsBudget b, String owner, long minute) {
        String reason = notOurs(b, minute);
        if (!reason.isEmpty()) return new Sorted("", null, reason);
        String account = owner;
        String kind = "account";
        for (AwsBudget.Filter f : b.filters()) {
            switch (f.key()) {
                case AwsBudget.Filter.SERVICE -> {
                    if (f.values().stream().noneMatch(LAMBDA::contains)) return not("it does not count AWS Lambda");
                }
                case AwsBudget.Filter.ACCOUNT -> {
                    if (f.values().size() != 1)
                        return not("it is for several accounts; write scope: organisation here");
                    account = f.values().get(0);
                    // the author of a budget chooses this text, and * would mean everybody
                    if (!account.matches("[0-9]{12}")) return not("its linked account is no account number");
                }
                case AwsBudget.Filter.TAG -> {
                    if (f.values().size() != 1) return not("it is for several tags; make one for each");
                    String group = groups.get(f.values().get(0));
                    if (group == null) return not(groupWanted(f.values().get(0)));
                    if (!kind.equals("account")) return not("it is for several tags; make one for each");
                    kind = "group:" + group;
                }
                default -> {
                    return not("it is filtered by " + f.key() + ", which function metrics do not show");
                }
            }
        }
        return new Sorted(new MeterKey(BudgetBook.AWS + kind, account).id(), term(b, owner, account), "");
    }

    private static String notOurs(AwsBudget b, long minute) {
        if (!"COST".equals(b.type())) return "its type is " + b.type() + ", not COST";
        if (!"MONTHLY".equals(b.timeUnit()) && !"DAILY".equals(b.timeUnit())) {
            return "it is " + b.timeUnit() + ", not MONTHLY or DAILY";
        }
        if (!b.odd().isEmpty()) return "it has a " + b.odd();
        if (!"USD".equals(b.unit())) return "its amount is in " + b.unit() + ", not in USD";
        if (b.amount() <= 0) return "it has no amount above 0";
        if (b.to() <= minute * 60) return "it has ended";
        return b.from() > minute * 60 ? "it has not begun" : "";
    }

    private static Sorted not(String reason) {
        return new Sorted("", null, reason);
    }

    private static String groupWanted(String tag) {
        String plain = tag.startsWith("user:") ? tag.substring("user:".length()) : tag;
        int at = plain.indexOf('$');
        String key = at < 0 ? plain : plain.substring(0, at);
        String value = at < 0 ? "" : plain.substring(at + 1);
        return "no group has exactly the functions with tag " + key
                + "; write groups: [ { name: NAME, match: { tags: { \"" + key + "\": \"" + value + "\" } } } ]";
    }

    private static AwsTerm term(AwsBudget b, String owner, String account) {
        boolean monthly = "MONTHLY".equals(b.timeUnit());
        return new AwsTerm(
                name(b, owner, account), monthly ? b.amount() : 0, monthly ? 0 : b.amount(), b.actual(), b.forecast());
    }

    /** Names of AWS's budgets have no colon, nor have those of the file. */
    static String name(AwsBudget b, String owner, String account) {
        String name = b.name().replaceAll("\\p{Cntrl}", "?");
        return BudgetBook.AWS + (owner.equals(account) ? "" : owner + ':') + name;
    }
}
