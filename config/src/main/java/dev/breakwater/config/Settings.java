package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;

/**
 * One valid configuration file. Nothing is null: what is absent is an empty text, an empty list or the default.
 *
 * @param aws how AWS is reached
 * @param alarms where alarms go; the key is {@code notify}, a name that a record component may not have
 */
public record Settings(
        @Key(initial = "observe", meaning = "the most any policy may do")
        Mode mode,

        @Key(initial = "on", meaning = "off: every throttle is released and none is placed, whatever the mode says")
        boolean enforcement,

        @Key(meaning = "which Breakwater this is, among all that may act on the same accounts")
        InstanceSettings instance,

        @Key(meaning = "accounts to watch; none: the account of the ambient credentials")
        List<AccountSettings> accounts,

        @Key(meaning = "how AWS is reached") AwsEndpoint aws,

        @Key(required = true, meaning = "where samples come from; at least one")
        SourceSettings source,

        @Key(meaning = "the endpoint to which Firehose delivers")
        ReceiveSettings receive,

        @Key(meaning = "what is known about the functions") InventorySettings inventory,
        @Key(meaning = "what things cost") PriceSettings prices,

        @Key(meaning = "first match wins; the last one must match everything; none: one default policy")
        List<PolicySettings> policies,

        @Key(meaning = "functions that are scored together as well")
        List<GroupSettings> groups,

        @Key(meaning = "what may be spent") List<BudgetSettings> budgets,
        @Key(meaning = "how much may be throttled") BlastRadiusSettings blastRadius,

        @Key(meaning = "times when more traffic is expected")
        List<WindowSettings> windows,

        @Key(path = "notify", meaning = "where alarms go; none: only the ledger has them")
        NotifySettings alarms,

        @Key(meaning = "where decisions and effects are written")
        LedgerSettings ledger,

        @Key(meaning = "incident pages") PagesSettings pages,
        @Key(meaning = "how state is kept") CheckpointSettings checkpoints)
        implements Serializable {

    /** Keeps copies of the lists. */
    public Settings {
        accounts = List.copyOf(accounts);
        policies = List.copyOf(policies);
        groups = List.copyOf(groups);
        budgets = List.copyOf(budgets);
        windows = List.copyOf(windows);
    }

    /** The same settings with mode {@link Mode#ENFORCE}. */
    public Settings enforcing() {
        return withMode(Mode.ENFORCE);
    }

    /** The same in another mode. */
    public Settings withMode(Mode other) {
        return new Settings(
                other,
                enforcement,
                instance,
                accounts,
                aws,
                source,
                receive,
                inventory,
                prices,
                policies,
                groups,
                budgets,
                blastRadius,
                windows,
                alarms,
                ledger,
                pages,
                checkpoints);
    }
}
