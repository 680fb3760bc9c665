package dev.breakwater.connectors.lambda.lever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;

class AwsLeverFactoryTest {

    @Test
    void anAccountThatIsWatchedNoMoreIsGivenBackByTheRoleOfAll() {
        Map<String, String> roles = Map.of("111122223333", "arn:aws:iam::111122223333:role/own", "444455556666", "");
        AwsLeverFactory levers = new AwsLeverFactory("", roles, "arn:aws:iam::{account}:role/act");
        assertThat(levers.role("111122223333")).isEqualTo("arn:aws:iam::111122223333:role/own");
        assertThat(levers.role("444455556666")).as("ambient, as written down").isEmpty();
        assertThat(levers.role("777788889999")).isEqualTo("arn:aws:iam::777788889999:role/act");
    }

    @Test
    void withoutAnOrganisationTheAmbientCredentialsAct() {
        assertThat(new AwsLeverFactory("", Map.of(), "").role("111122223333")).isEmpty();
    }

    @Test
    void aMissingTagIsWrittenByTheReturnRoleInAReturnAndWhereTheActRoleMayNotAlone() {
        Tagging act = new Tagging();
        FakeLever returns = new FakeLever().create("f");
        AwsLever both = (AwsLever) AwsLeverFactory.of(LeverKind.RESERVATION, act, "111122223333", "eu-west-1");
        both.returns = returns;
        act.refuses = "AccessDeniedException";
        assertThat(both.tag("f", "lease").failedAs(Outcome.DENIED))
                .as("a throttle never begins by it")
                .isTrue();
        act.refuses = "TooManyRequestsException";
        assertThat(both.tagAgain("f", "lease").failedAs(Outcome.THROTTLED)).isTrue();
        act.refuses = "";
        assertThat(both.tagAgain("f", "lease").ok()).isTrue();
        assertThat(returns.calls()).isEmpty();

        act.refuses = "AccessDeniedException";
        assertThat(both.tagAgain("f", "lease").ok()).isTrue();
        assertThat(returns.calls()).as("it sets nothing else").hasSize(1);
    }

    /** Lambda that knows only tags. */
    private static final class Tagging implements LambdaClient {
        private String refuses = "";

        @Override
        public TagResourceResponse tagResource(TagResourceRequest request) {
            if (refuses.isEmpty()) return TagResourceResponse.builder().build();
            AwsErrorDetails details =
                    AwsErrorDetails.builder().errorCode(refuses).build();
            throw LambdaException.builder()
                    .awsErrorDetails(details)
                    .statusCode(400)
                    .build();
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
