package dev.breakwater.connectors.lambda.lever;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
