package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.mark.Marked;
import dev.breakwater.connectors.lambda.mark.MarkedLimits.Page;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagRoomTest {

    private static final Where WHERE = new Where("111122223333", "eu-west-1", "observe");

    private final Map<String, Answer<Page>> pages = new HashMap<>();

    @Test
    void namesWhatHasFiftyTagsOfItsOwnersOnWhicheverPage() {
        Map<String, String> ofAws = tags(49);
        ofAws.put("aws:cloudformation:stack-name", "shop");
        page("", "p2", new Marked(true, "has-49", ofAws), new Marked(true, "has-50", tags(50)));
        page("p2", "", new Marked(false, "m-1", tags(50)));
        Finding finding = look();
        assertThat(finding.verdict()).isEqualTo(Verdict.MISSING);
        assertThat(finding.optional()).isFalse();
        assertThat(finding.where()).isEqualTo(WHERE);
        assertThat(finding.detail()).isEqualTo("50 tags already: event source mapping m-1, function has-50");
        assertThat(finding.cost()).contains("cannot throttle there");
    }

    @Test
    void whatBearsOurTagAlreadyHasRoomForIt() {
        Map<String, String> held = tags(49);
        held.put(OwnTags.LEASE, "1 set=9");
        page("", "", new Marked(true, "held", held));
        assertThat(look().verdict()).isEqualTo(Verdict.THERE);
    }

    @Test
    void ofManyTwentyAreNamed() {
        List<Marked> many = new ArrayList<>();
        for (int i = 10; i < 35; i++) many.add(new Marked(true, "f" + i, tags(50)));
        page("", "", many.toArray(Marked[]::new));
        assertThat(look().detail())
                .contains("function f10, ", "function f29, and 5 more")
                .doesNotContain("f30");
    }

    @Test
    void whatCannotBeReadToItsEndIsNeverFine() {
        page("", "p2", new Marked(true, "a", tags(1)));
        pages.put("p2", Answer.failed(AwsFailure.of(Outcome.DENIED, "AccessDenied", "not authorized")));
        assertThat(look().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private Finding look() {
        return AccountChecks.tagRoom(WHERE, pages::get);
    }

    private void page(String from, String next, Marked... items) {
        pages.put(from, Answer.of(new Page(List.of(items), next)));
    }

    private static Map<String, String> tags(int number) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < number; i++) tags.put("team-" + i, "x");
        return tags;
    }
}
