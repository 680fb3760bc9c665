package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.guard.live.MemberAccounts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks whether AWS Organizations lists the accounts, and whether the job watches all of them. */
final class OrganizationCheck {

    private static final String AREA = "configuration";

    private final Settings settings;
    private final Findings findings;
    private final Probes probes;
    private final Where where;

    OrganizationCheck(Settings settings, Findings findings, Probes probes) {
        this.settings = settings;
        this.findings = findings;
        this.probes = probes;
        where = Where.job("", settings.firstRegion().orElse(""));
    }

    /**
     * Returns the settings with the accounts that a job would watch.
     *
     * @throws IllegalStateException if the accounts are unknown
     */
    Settings check(Map<String, String> environment) {
        MemberAccounts members = MemberAccounts.find(settings, environment);
        permissions(members.failure());
        for (String note : members.notes(settings)) {
            findings.add(Finding.missing(
                    AREA, where, "organization", note, "an account that you want to watch may be unwatched"));
        }
        if (members.failure() == null) compare(members.in(settings));
        // the other configured accounts can still be checked, although a job would not start
        boolean own = members.rows().isEmpty() && !settings.accounts().isEmpty();
        return own ? settings.watching(settings.accounts()) : members.in(settings);
    }

    /** Stops at the first call that fails, and names that call. Later calls have no finding. */
    private void permissions(AwsFailure failure) {
        List<AwsCall> calls = Arrays.stream(AwsCall.values())
                .filter(call -> call.use() == AwsUse.ORGANIZATION)
                .toList();
        for (AwsCall call : calls) {
            if (failure == null) probes.add(call, where, Verdict.THERE, "");
            else if (failure.detail().startsWith(call.permission())) failed(call, failure);
        }
    }

    private void failed(AwsCall call, AwsFailure failure) {
        if (failure.outcome() != Outcome.MISSING) probes.add(call, where, Probes.verdict(failure), Probes.why(failure));
        else {
            String cost = AwsCall.LIST_ACCOUNTS_FOR_PARENT.withoutIt();
            findings.add(Finding.missing(AREA, where, "organization.units", failure.text(), cost));
        }
    }

    /** Reports accounts that joined after the job's start. */
    private void compare(Settings known) {
        List<String> now = known.accounts().stream().map(Settings.Account::id).toList();
        Set<String> joined = MemberAccounts.joined(settings, now);
        boolean all = joined.isEmpty();
        findings.add(Finding.of(
                all,
                AREA,
                where,
                "organization",
                all ? now.size() + " accounts" : "joined since the job began: " + String.join(", ", joined),
                "the job watches them after its next start"));
    }
}
