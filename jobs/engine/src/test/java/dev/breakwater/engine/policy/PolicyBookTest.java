package dev.breakwater.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Glob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyBookTest {

    private static final ThrottleRule RULE = new ThrottleRule(
            1,
            2,
            1.5,
            Duration.ofMinutes(15),
            Duration.ofHours(4),
            Duration.ofMinutes(30),
            LeverRule.AUTO,
            false,
            Worth.ANY);

    @Test
    void theFirstMatchWins() {
        PolicyBook book = book(policy("payments", "payments-*", Map.of()), policy("default", "*", Map.of()));
        assertThat(book.forFunction("payments-api", Map.of()).name()).isEqualTo("payments");
        assertThat(book.forFunction("thumbnails", Map.of()).name()).isEqualTo("default");
    }

    @Test
    void allTagsOfAPolicyMustMatch() {
        Policy critical = policy("critical", "*", Map.of("tier", "critical", "team", "web"));
        PolicyBook book = book(critical, policy("default", "*", Map.of()));
        assertThat(book.forFunction("f", Map.of("tier", "critical")).name()).isEqualTo("default");
        assertThat(book.forFunction("f", Map.of("tier", "critical", "team", "web"))
                        .name())
                .isEqualTo("critical");
    }

    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "shop-*,shop-,true",
        "shop-*,shop,false",
        "*-dev,api-dev,true",
        "*-dev,api-dev-2,false",
        "a*b*c,axxbyyc,true",
        "a*b*c,axxbyy,false",
        "shop-?,shop-1,true",
        "shop-?,shop-12,false",
        "exact,exact,true",
        "exact,Exact,false"
    })
    void globsMatchWholeNames(String pattern, String name, boolean expected) {
        assertThat(Glob.matches(pattern, name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5,0.1,4,1", "5,0.1,25,3", "5,0.1,500,5", "0,0.1,500,0", "5,0,500,1"})
    void theRadiusIsTheSmallerOfCountAndShare(int atOnce, double share, int functions, int allowed) {
        assertThat(new BlastRadius(atOnce, share, 10, 100).allowedAtOnce(functions))
                .isEqualTo(allowed);
    }

    private static PolicyBook book(Policy... policies) {
        return new PolicyBook(Mode.ENFORCE, List.of(policies), List.of(), new BlastRadius(5, .1, 10, 100), List.of());
    }

    @Test
    void aPolicyForSomeAccountsAppliesOnlyThere() {
        Match there = new Match(List.of("f"), Map.of(), Set.of("111122223333"));
        PolicyBook book = book(
                new Policy("there", there, false, 1, 1, RULE, 1, Auto.NONE, Mode.ENFORCE),
                policy("default", "*", Map.of()));
        assertThat(book.in("111122223333").forFunction("f", Map.of()).name()).isEqualTo("there");
        assertThat(book.in("444455556666").forFunction("f", Map.of()).name()).isEqualTo("default");
    }

    @Test
    void aPolicyForSeveralPatternsAppliesToAFunctionThatMatchesOne() {
        Match several = new Match(List.of("shop-*", "cart"), Map.of(), Set.of());
        PolicyBook book = book(
                new Policy("several", several, false, 1, 1, RULE, 1, Auto.NONE, Mode.ENFORCE),
                policy("default", "*", Map.of()));
        assertThat(book.forFunction("cart", Map.of()).name()).isEqualTo("several");
        assertThat(book.forFunction("shop-web", Map.of()).name()).isEqualTo("several");
        assertThat(book.forFunction("cart-2", Map.of()).name()).isEqualTo("default");
    }

    private static Policy policy(String name, String pattern, Map<String, String> tags) {
        return new Policy(name, new Match(pattern, tags), false, 1, 1, RULE, 1, Auto.NONE, Mode.ENFORCE);
    }
}
