package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.exposure.AccountReading;
import dev.breakwater.core.exposure.Capacity;
import dev.breakwater.core.exposure.Entrances;
import dev.breakwater.core.exposure.Exposure;
import dev.breakwater.core.exposure.FunctionExposure;
import dev.breakwater.core.exposure.FunctionKey;
import dev.breakwater.core.exposure.FunctionReading;
import dev.breakwater.core.exposure.Judge;
import dev.breakwater.core.exposure.Outputs;
import dev.breakwater.core.exposure.Rates;
import dev.breakwater.core.exposure.Terms;
import dev.breakwater.core.exposure.Upkeep;
import dev.breakwater.core.exposure.Usage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the documents as AWS sends them to whether anyone can start the function. */
class PublicByPolicyTest {

    private static final String ACCOUNT = "111122223333";
    private static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    private static final String EVERYBODY =
            "{'Effect':'Allow','Principal':'*','Action':'lambda:InvokeFunction','Resource':'" + ARN + "'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Principal':'*','Action':'lambda:InvokeFunction' | true",
                "'Principal':{'AWS':'*'},'Action':'lambda:InvokeFunction' | true",
                "'Principal':{'AWS':['arn:aws:iam::111122223333:root','*']},'Action':'lambda:InvokeFunctionUrl' | true",
                "'Principal':'*','Action':'lambda:*' | true",
                "'Principal':'*','Action':['lambda:GetFunction','LAMBDA:invoke*'] | true",
                "'Principal':'*','NotAction':'lambda:GetFunction' | true",
                "'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'lambda:InvokeFunction' | true",
                "'Principal':'*','Action':'lambda:InvokeFunctionUrl','Condition':{'StringEquals':{'lambda:FunctionUrlAuthType':'NONE'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'Bool':{'aws:SecureTransport':'true'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:*'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringLike':{'aws:PrincipalOrgID':'*'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringEqualsIfExists':{'aws:SourceAccount':'111122223333'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringNotEquals':{'aws:SourceAccount':'999999999999'}} | true",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}} | false",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'ArnLike':{'AWS:SourceArn':'arn:aws:s3:::uploads'}} | false",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1234567890'}} | false",
                "'Principal':'*','Action':'lambda:InvokeFunction','Condition':{'StringEquals':{'aws:PrincipalAccount':'222233334444'}} | false",
                "'Principal':'*','Action':'lambda:GetFunction' | false",
                "'Principal':{'AWS':'arn:aws:iam::222233334444:root'},'Action':'lambda:InvokeFunction' | false",
                "'Principal':{'Service':'s3.amazonaws.com'},'Action':'lambda:InvokeFunction' | false",
                "'Principal':{'Service':'apigateway.amazonaws.com'},'Action':'lambda:InvokeFunction' | false",
            })
    void anAllowForEverybodyIsPublicUnlessAConditionHoldsTheCallerToSomebody(String statement, boolean open) {
        assertThat(judged("{'Effect':'Allow','Resource':'" + ARN + "'," + statement + "}")
                        .open())
                .isEqualTo(open);
    }

    @Test
    void aDenyForAllStrangersTakesItBackAndOneForSomeDoesNot() {
        String denyAll = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*'}";
        String denyOthers = "{'Effect':'Deny','Principal':'*','Action':'lambda:InvokeFunction','Resource':'*',"
                + "'Condition':{'StringNotEquals':{'aws:PrincipalOrgID':'o-1234567890'}}}";
        String denyOne = "{'Effect':'Deny','Principal':{'AWS':'222233334444'},'Action':'lambda:*','Resource':'*'}";
        String denyElsewhere = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'" + ARN + ":live'}";
        assertThat(judged(EVERYBODY, denyAll).open()).isFalse();
        assertThat(judged(EVERYBODY, denyOthers).open()).isFalse();
        assertThat(judged(EVERYBODY, denyOne).open()).isTrue();
        assertThat(judged(EVERYBODY, denyElsewhere).open()).isTrue();
    }

    /** Never taken for a policy that allows nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Effect\":\"Deny\"}]}",
                "{\"Statement\":[{\"Effect\":\"Perhaps\",\"Principal\":\"*\",\"Action\":\"lambda:*\"}]}",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":{\"a\":1}},\"Action\":\"lambda:*\"}]}",
                "{\"Statement\":[]} trailing",
            })
    void aDocumentThatIsNotUnderstoodIsAProblem(String document) {
        assertThat(PolicyJson.read(document).problems()).isNotEmpty();
    }

    private static FunctionExposure judged(String... statements) {
        PolicyJson policy =
                PolicyJson.read(("{'Statement':[" + String.join(",", statements) + "]}").replace('\'', '"'));
        assertThat(policy.problems()).isEmpty();
        FunctionReading reading = new FunctionReading(
                new FunctionKey(ACCOUNT, "eu-west-1", "f"),
                new Capacity(1_024, "arm64", 30, Capacity.NONE),
                new Upkeep(0, Map.of()),
                new Entrances(List.of(), policy.statements(), List.of()),
                Outputs.unknown(),
                Set.of());
        Exposure exposure = Judge.of(
                List.of(new AccountReading(ACCOUNT, "eu-west-1", 1_000, 1_000)),
                List.of(reading),
                Usage.none(),
                new Terms(new NoRates(), 1_000, 1.5, 1_764_000_000_000L));
        return exposure.functions().get(0);
    }

    private static final class NoRates implements Rates {

        @Override
        public double usdPerGbSecond(String region, String architecture) {
            return 0;
        }

        @Override
        public double usdPerRequest(String region) {
            return 0;
        }
    }
}
