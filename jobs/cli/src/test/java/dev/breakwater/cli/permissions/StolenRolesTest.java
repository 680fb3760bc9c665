package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import dev.breakwater.exposure.read.IamEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lists the actions of the roles with write access on a function and an event source mapping, as IAM decides by the
 * shipped policies. {@code SECURITY.md} shows them as a table. After a change, rewrite it with
 * {@code mvn -pl jobs/cli -am test -Dtest=StolenRolesTest -Dsurefire.failIfNoSpecifiedTests=false -Dbreakwater.write=true}.
 */
class StolenRolesTest {

    private static final String ACCOUNT = "111122223333";
    private static final Path DOCUMENT = Path.of("../../SECURITY.md");
    private static final String BEGIN = "<!-- stolen roles: written by StolenRolesTest, do not edit -->\n";
    private static final String END = "<!-- /stolen roles -->";
    private static final Set<AwsRole> BOTH = EnumSet.of(AwsRole.ACT, AwsRole.RETURN);

    /** The state of a function, or of a mapping and the function that it feeds. */
    private enum Subject {
        HELD("holds a lease", Set.of(IamPolicies.LEASE)),
        HELD_PROTECTED("protected, holds a lease", Set.of(IamPolicies.LEASE, "breakwater-protect")),
        PROTECTED("protected", Set.of("breakwater-protect")),
        UNMARKED("never marked", Set.of()),
        OURS("`breakwater-*`, holds a lease", Set.of(IamPolicies.LEASE)),
        FOREIGN("of another account, holds a lease", Set.of(IamPolicies.LEASE));

        final String shown;
        final Set<String> tags;

        Subject(String shown, Set<String> tags) {
            this.shown = shown;
            this.tags = tags;
        }

        String account() {
            return this == FOREIGN ? "999988887777" : ACCOUNT;
        }

        String function() {
            return "arn:aws:lambda:eu-west-1:" + account() + ":function:"
                    + (this == OURS ? "breakwater-x" : "checkout");
        }

        String mapping() {
            return "arn:aws:lambda:eu-west-1:" + account()
                    + ":event-source-mapping:0a1b2c3d-1111-4222-8333-444455556666";
        }
    }

    /** @param tags that the call names */
    private record Act(String shown, String action, boolean mapping, List<String> tags) {

        static Act tag(String action, boolean mapping, String... tags) {
            String subject = mapping ? "mapping" : "function";
            String names = List.of(tags).stream().map(t -> "`" + t + "`").collect(Collectors.joining(", "));
            return new Act("`" + action + "` " + names + ", " + subject, action, mapping, List.of(tags));
        }

        static Act change(String action, boolean mapping) {
            return new Act("`" + action + "`", action, mapping, List.of());
        }
    }

    private static final List<Act> ACTS = acts();

    private static List<Act> acts() {
        List<Act> acts = new ArrayList<>();
        for (boolean mapping : new boolean[] {false, true}) {
            acts.add(Act.tag("TagResource", mapping, IamPolicies.LEASE));
            acts.add(Act.tag("TagResource", mapping, "breakwater:hands-off-until"));
            acts.add(Act.tag("TagResource", mapping, "breakwater-protect"));
            acts.add(Act.tag("TagResource", mapping, IamPolicies.LEASE, "team"));
            acts.add(Act.tag("UntagResource", mapping, IamPolicies.LEASE));
            acts.add(Act.tag("UntagResource", mapping, "breakwater-protect"));
            if (mapping) {
                acts.add(Act.change("UpdateEventSourceMapping", true));
            } else {
                acts.add(Act.change("PutFunctionConcurrency", false));
                acts.add(Act.change("DeleteFunctionConcurrency", false));
            }
        }
        acts.add(Act.change("UpdateFunctionCode", false));
        acts.add(Act.change("InvokeFunction", false));
        return acts;
    }

    private static final Map<AwsRole, IamEvaluator> POLICIES = new HashMap<>();

    private static boolean allows(AwsRole role, Act act, Subject subject, Set<String> tags) {
        IamEvaluator policy = POLICIES.computeIfAbsent(role, r -> {
            try {
                return new IamEvaluator(
                        new ObjectMapper().readTree(IamPoliciesTest.file(r).toFile()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Map<String, List<String>> context = new HashMap<>();
        context.put("aws:principalaccount", List.of(ACCOUNT));
        context.put("aws:resourceaccount", List.of(subject.account()));
        tags.forEach(tag -> context.put("aws:resourcetag/" + tag.toLowerCase(Locale.ROOT), List.of("true")));
        if (!act.tags().isEmpty()) context.put("aws:tagkeys", act.tags());
        if (act.mapping() && act.tags().isEmpty()) context.put("lambda:functionarn", List.of(subject.function()));
        return policy.allows(new IamEvaluator.Request(
                ACCOUNT,
                "arn:aws:iam::" + ACCOUNT + ":role/breakwater-" + role.shown(),
                "",
                "lambda:" + act.action(),
                act.mapping() ? subject.mapping() : subject.function(),
                context));
    }

    private static String verdict(Set<AwsRole> roles, Act act, Subject subject) {
        if (any(roles, act, subject, subject.tags)) return "yes";
        Act mark = Act.tag("TagResource", act.mapping(), IamPolicies.LEASE);
        Set<String> marked = new TreeSet<>(subject.tags);
        marked.add(IamPolicies.LEASE);
        boolean later = any(roles, mark, subject, subject.tags) && any(roles, act, subject, marked);
        return later ? "after marking it" : "no";
    }

    private static boolean any(Set<AwsRole> roles, Act act, Subject subject, Set<String> tags) {
        return roles.stream().anyMatch(role -> allows(role, act, subject, tags));
    }

    private static Act change(String action) {
        return ACTS.stream().filter(a -> a.action().equals(action)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Subject.class,
            names = {"HELD", "HELD_PROTECTED"})
    void whatIsHeldCanBeSetGivenBackAndUnmarkedProtectedOrNot(Subject held) {
        for (String action :
                List.of("PutFunctionConcurrency", "DeleteFunctionConcurrency", "UpdateEventSourceMapping")) {
            assertThat(verdict(EnumSet.of(AwsRole.ACT), change(action), held)).isEqualTo("yes");
        }
        for (boolean mapping : new boolean[] {false, true}) {
            Act unmark = Act.tag("UntagResource", mapping, IamPolicies.LEASE);
            assertThat(verdict(EnumSet.of(AwsRole.ACT), unmark, held)).isEqualTo("yes");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Subject.class,
            names = {"PROTECTED", "OURS", "FOREIGN"})
    void theActRoleNeitherLimitsNorFreesWhatIsProtectedOursOrOfAnotherAccount(Subject subject) {
        for (String action :
                List.of("PutFunctionConcurrency", "DeleteFunctionConcurrency", "UpdateEventSourceMapping")) {
            assertThat(verdict(EnumSet.of(AwsRole.ACT), change(action), subject))
                    .isEqualTo("no");
        }
    }

    @Test
    void nothingIsSetOrFreedWithoutTheLease() {
        for (Act act : ACTS) {
            if (!act.tags().isEmpty()) continue;
            for (AwsRole role : BOTH) {
                assertThat(allows(role, act, Subject.UNMARKED, Set.of())).isFalse();
            }
        }
    }

    /** Tests that the return role may tag protected resources, but cannot change any limit alone. */
    @ParameterizedTest
    @EnumSource
    void theReturnRoleWritesTheLeaseAndDoesNothingElse(Subject subject) {
        for (Act act : ACTS) {
            boolean marks = act.action().equals("TagResource") && act.tags().equals(List.of(IamPolicies.LEASE));
            boolean reaches = subject != Subject.FOREIGN && (subject != Subject.OURS || act.mapping());
            assertThat(verdict(EnumSet.of(AwsRole.RETURN), act, subject))
                    .as(act.shown())
                    .isEqualTo(marks && reaches ? "yes" : "no");
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRoleTouchesAnyTagButOurTwo(Subject subject) {
        for (Act act : ACTS) {
            if (IamPolicies.TAGS.containsAll(act.tags())) continue;
            assertThat(verdict(BOTH, act, subject)).as(act.shown()).isEqualTo("no");
        }
        for (boolean mapping : new boolean[] {false, true}) {
            Act nothing = new Act("", "UntagResource", mapping, List.of());
            assertThat(verdict(BOTH, nothing, subject)).isEqualTo("no");
        }
    }

    @Test
    void theDocumentSaysWhatAStolenRoleCanDo() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table() + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(table());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| stolen | call |");
        for (Subject subject : Subject.values())
            table.append(' ').append(subject.shown).append(" |");
        table.append('\n')
                .append("|---|---|")
                .append("---|".repeat(Subject.values().length))
                .append('\n');
        rows(table, "*act*", EnumSet.of(AwsRole.ACT));
        rows(table, "*return*", EnumSet.of(AwsRole.RETURN));
        rows(table, "both", BOTH);
        return table.toString();
    }

    /**
     * Leaves out calls that are refused everywhere. For both roles together, lists only the calls that neither role may
     * make alone.
     */
    private static void rows(StringBuilder table, String stolen, Set<AwsRole> roles) {
        for (Act act : ACTS) {
            List<String> verdicts = new ArrayList<>();
            boolean more = false;
            for (Subject subject : Subject.values()) {
                String verdict = verdict(roles, act, subject);
                verdicts.add(verdict);
                boolean alone = roles.size() > 1
                        && roles.stream()
                                .anyMatch(role ->
                                        !verdict(EnumSet.of(role), act, subject).equals("no"));
                more |= !verdict.equals("no") && !alone;
            }
            if (!more) continue;
            table.append("| ").append(stolen).append(" | ").append(act.shown()).append(" | ");
            table.append(String.join(" | ", verdicts)).append(" |\n");
        }
    }
}
