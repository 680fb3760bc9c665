package dev.breakwater.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.FunctionKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeNameTest {

    @Test
    void aReplicaIsOfTheFunctionOfItsNameInUsEast1() {
        assertThat(FunctionKey.homeId("111122223333|eu-west-1|us-east-1.web")).isEqualTo("111122223333|us-east-1|web");
        assertThat(FunctionKey.homeId("111122223333|eu-west-1|web")).isEqualTo("111122223333|eu-west-1|web");
        assertThat(FunctionKey.homeName("us-east-1.web")).isEqualTo("web");
        assertThat(FunctionKey.isReplica("us-east-1-web")).isFalse();
    }

    @Test
    void whatMatchesAFunctionMatchesItsReplicas() {
        Match web = new Match("web*", Map.of());
        assertThat(web.matches("us-east-1.web-a", Map.of())).isTrue();
        assertThat(new Match("us-east-1.*", Map.of()).matches("us-east-1.web", Map.of()))
                .isTrue();
        assertThat(web.matches("us-east-1.api", Map.of())).isFalse();
    }
}
