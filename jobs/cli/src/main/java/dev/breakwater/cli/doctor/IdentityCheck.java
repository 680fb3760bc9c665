package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.ActClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Checks the identity that AWS sees. The identity call needs no permission. If AWS refuses the identity call, the
 * credentials or the role are wrong.
 */
record IdentityCheck(Findings findings, Probes probes, ActClock clock) {

    private static final String AREA = "credentials";
    private static final Duration TOLERATED = Duration.ofSeconds(30);
    private static final String CLOCK = "clock of this machine";
    private static final String SKEWED =
            "leases end too early or too late by this difference, and samples look late or from the future. If "
                    + "the difference is above 5 minutes, AWS refuses every call";

    private static final String LATER = "not needed in this mode, which throttles nothing. Create the role before mode "
            + "approve or enforce (Act=yes in the template). While a limit is held, release and sweep need it in every "
            + "mode";

    /**
     * Returns the ARN of the ambient credentials, and checks the clock. Returns nothing if there are no credentials, or
     * if AWS cannot be reached.
     */
    Optional<String> ambient(AwsClients clients, Where where) {
        Answer<GetCallerIdentityResponse> answer = ask(clients);
        if (answer.ok()) {
            String date =
                    answer.value().sdkHttpResponse().firstMatchingHeader("Date").orElse(null);
            findings.add(Finding.there(
                    AREA, where, "sts:GetCallerIdentity", answer.value().arn()));
            findings.add(clock(date, Instant.ofEpochMilli(clock.millis())));
            return Optional.of(answer.value().arn());
        }
        String cost = "Breakwater can neither read nor change anything at AWS, so everything about it is unknown";
        AwsFailure failure = answer.failure();
        String text = failure.lacksCredentials() ? "none: " + AwsFailure.SET_THEM : Probes.why(failure);
        findings.add(new Finding(AREA, where, "sts:GetCallerIdentity", Probes.verdict(failure), false, text, cost));
        return Optional.empty();
    }

    /**
     * Returns whether the clients can use the account, with its role or with the ambient credentials.
     *
     * @param where account, region and role
     * @param use   the use of the role
     */
    boolean stands(AwsClients clients, Where where, AwsUse use) {
        String role = clients.settings().roleArn();
        Answer<GetCallerIdentityResponse> answer = ask(clients);
        if (!answer.ok()) {
            String why = role + ": " + Probes.why(answer.failure());
            if (!probes.needs().needs(use) && Probes.verdict(answer.failure()) == Verdict.MISSING) {
                findings.add(Finding.unneeded("permission", where, AwsCall.ASSUME_ROLE.subject(), role + ": " + LATER));
                return false;
            }
            probes.add(AwsCall.ASSUME_ROLE, where, Probes.verdict(answer.failure()), why);
            String cost = "Breakwater can neither read nor change anything in this account with this role";
            findings.add(Finding.unknown("permission", where, "everything else of this role", "not asked", cost));
            return false;
        }
        if (!role.isEmpty()) probes.add(AwsCall.ASSUME_ROLE, where, Verdict.THERE, role);
        if (answer.value().account().equals(where.account())) return true;
        String what = role.isEmpty() ? "ambient credentials" : role;
        String seen = "belongs to account " + answer.value().account() + ", not to " + where.account();
        String cost = "functions of another account would count as functions of " + where.account();
        findings.add(Finding.missing(AREA, where, what, seen, cost));
        return false;
    }

    private Answer<GetCallerIdentityResponse> ask(AwsClients clients) {
        StsClient sts = clients.build(StsClient.builder());
        return Answer.ask(sts::getCallerIdentity);
    }

    /**
     * Checks how far this machine's clock differs from AWS's clock. Leases end by this machine's clock, and AWS refuses
     * requests whose time is wrong by more than five minutes.
     *
     * @param date the Date header of an AWS answer, or null
     * @param now the time at which the answer arrived
     */
    static Finding clock(String date, Instant now) {
        if (date == null) return Finding.unknown("clock", Where.HERE, CLOCK, "AWS sent no date", SKEWED);
        Instant theirs;
        try {
            theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return Finding.unknown("clock", Where.HERE, CLOCK, "AWS's date cannot be parsed", SKEWED);
        }
        // the Date header has only whole seconds
        Duration off = Duration.between(theirs, now).abs();
        if (off.compareTo(TOLERATED) <= 0) {
            return Finding.there("clock", Where.HERE, CLOCK, "within " + TOLERATED.toSeconds() + " s of AWS's");
        }
        String way = theirs.isBefore(now) ? " s ahead of AWS's" : " s behind AWS's";
        return Finding.missing("clock", Where.HERE, CLOCK, off.toSeconds() + way, SKEWED);
    }
}
