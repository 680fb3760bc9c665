package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.ApiSurface.Reach;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a function counts as internal or shared only if this is known. */
class OnlyTheKnownIsSafeTest {

    private static final String RESOURCE = "'Resource':'" + JudgedPolicy.ARN + "'";
    private static final String EVERYBODY = "'Effect':'Allow','Principal':'*'," + RESOURCE;
    private static final String INVOKE = "'Action':'lambda:InvokeFunction'";
    private static final String INVOKE_URL = "'Action':'lambda:InvokeFunctionUrl'";
    private static final String OWN_SOURCE = "'Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer.amazonaws.com",
                "connect.amazonaws.com",
                "voiceconnector.chime.amazonaws.com",
                "lex.amazonaws.com",
                "lexv2.amazonaws.com",
                "workmail.eu-west-1.amazonaws.com",
                "iot.amazonaws.com",
                "bedrock.amazonaws.com",
                "alexa-connectedhome.amazon.com",
                "never-heard-of.amazonaws.com",
                "s3.amazonaws.com.example.org",
            })
    void aServiceThatIsNotKnownToWorkForItsAccountAloneMayCarryStrangersAndIsNamed(String service) {
        for (String condition : List.of(OWN_SOURCE, "'Condition':{}")) {
            FunctionExposure judged = JudgedPolicy.of("{'Effect':'Allow','Principal':{'Service':'" + service + "'},"
                    + INVOKE + "," + RESOURCE + "," + condition + "}");
            assertThat(judged.risk()).as(condition).isEqualTo(Risk.UNKNOWN);
            assertThat(judged.unsure()).isTrue();
            assertThat(texts(judged))
                    .anyMatch(text -> text.startsWith("possibly public: " + service + " may act for strangers"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ArnLike':{'aws:SourceArn':'arn:aws:*:*:111122223333:*'}",
                "'ArnLike':{'aws:SourceArn':'arn:aws:s*:eu-west-1:111122223333:orders'}",
                "'ArnLike':{'aws:SourceArn':'arn:aws:connect:eu-west-1:111122223333:instance/i'}",
                "'ArnLike':{'aws:SourceArn':['arn:aws:s3:::uploads','arn:aws:lex:eu-west-1:111122223333:bot/b']}",
                "'StringEquals':{'aws:SourceAccount':'111122223333'}",
                "'StringEquals':{'aws:SourceAccount':'222233334444'}",
                "'StringEquals':{'aws:SourceOrgID':'o-abcdefghij'}",
                "'StringEquals':{'aws:PrincipalServiceName':'transfer.amazonaws.com','aws:SourceAccount':'111122223333'}",
            })
    void anyServiceOfAnAccountMayCarryStrangers(String condition) {
        FunctionExposure judged = JudgedPolicy.of("{" + EVERYBODY + "," + INVOKE + ",'Condition':{" + condition + "}}");
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(texts(judged)).anyMatch(text -> text.contains("may act for strangers"));
    }

    @Test
    void aDenyThatSparesAServiceOfTheAccountLeavesWhatItCarries() {
        String allow = "{" + EVERYBODY + "," + INVOKE + "," + OWN_SOURCE + "}";
        String deny = "{'Effect':'Deny','Principal':'*'," + INVOKE + ",'Resource':'*','Condition':{"
                + "'ArnNotLike':{'aws:SourceArn':'arn:aws:SERVICE:eu-west-1:111122223333:*'}}}";
        assertThat(JudgedPolicy.of(allow, deny.replace("SERVICE", "connect")).risk())
                .isEqualTo(Risk.UNKNOWN);
        String overColons = deny.replace("ArnNotLike", "StringNotLike").replace("aws:SERVICE", "*:sns");
        assertThat(JudgedPolicy.of(allow, overColons).risk())
                .as("arn:aws:connect:eu-west-1:111122223333:x:sns:eu-west-1:111122223333:y fits")
                .isEqualTo(Risk.UNKNOWN);
        assertThat(JudgedPolicy.of(allow, deny.replace("SERVICE", "sns")).risk())
                .isEqualTo(Risk.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | | PUBLIC | which any AWS account can give",
                "* | 'IpAddress':{'aws:SourceIp':'3.0.0.0/8'} | PUBLIC | which any AWS account can give",
                "* | 'IpAddress':{'aws:SourceIp':'203.0.113.0/24'} | SHARED | asks for a signature",
                "* | 'StringEquals':{'aws:PrincipalOrgID':'o-abcdefghij'} | SHARED | asks for a signature",
                "111122223333 | | SHARED | asks for a signature",
                "222233334444 | | SHARED | asks for a signature",
                "nobody | | UNKNOWN | the API's policy",
            })
    void aSignatureKeepsNobodyOutWhereThePolicyOfTheApiAllowsEverybody(
            String principal, String condition, Risk risk, String text) {
        String policy = ("{'Statement':{'Effect':'Allow','Principal':{'AWS':'" + principal
                        + "'},'Action':'execute-api:Invoke','Resource':'execute-api:/*'"
                        + (condition == null ? "" : ",'Condition':{" + condition + "}") + "}}")
                .replace('\'', '"');
        FunctionExposure judged = new JudgedSurface()
                .behind(api("AWS_IAM", Reach.INTERNET, policy))
                .judged();
        assertThat(judged.risk()).isEqualTo(risk);
        assertThat(texts(judged)).singleElement().asString().contains(text);
    }

    @Test
    void aSignatureForAPrivateApiThatAllowsEverybodyIsUnknown() {
        String policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\"}}";
        FunctionExposure judged = new JudgedSurface()
                .behind(api("AWS_IAM", Reach.PRIVATE, policy))
                .judged();
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COGNITO_USER_POOLS", "JWT", "CUSTOM", "NEVER_SEEN"})
    void whomAnAuthoriserLetsInIsNotKnown(String authorization) {
        FunctionExposure judged = new JudgedSurface()
                .behind(api(authorization, Reach.INTERNET, ""))
                .judged();
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(texts(judged)).singleElement().asString().startsWith("possibly public: ");
    }

    @Test
    void whoCanSignInThroughAProviderIsNotKnown() {
        FunctionExposure judged = JudgedPolicy.of("{'Effect':'Allow','Principal':{'Federated':"
                + "'cognito-identity.amazonaws.com'}," + INVOKE + "," + RESOURCE + "}");
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(texts(judged)).singleElement().asString().contains("cognito-identity.amazonaws.com");
    }

    @ParameterizedTest
    @CsvSource({
        "3.0.0.0/8, PUBLIC",
        "3.5.140.0/23, PUBLIC",
        "2600:1f00::/47, PUBLIC",
        "::ffff:3.0.0.0/104, PUBLIC",
        "010.0.0.0/8, PUBLIC",
        "203.0.113.0/24, SHARED",
        "2001:db8::/48, SHARED",
        "10.0.0.0/8, SHARED",
        "10.0.0.0/7, PUBLIC",
        "172.16.0.0/12, SHARED",
        "fd00::/8, SHARED",
    })
    void aPublicRangeThatIsWiderThanATwentyFourIsForAnybodyToRent(String range, Risk risk) {
        FunctionExposure judged = JudgedPolicy.of(
                "{" + EVERYBODY + "," + INVOKE + ",'Condition':{'IpAddress':{'aws:SourceIp':'" + range + "'}}}");
        assertThat(judged.risk()).isEqualTo(risk);
    }

    @Test
    void aDenyOfInvokeFunctionAloneDoesNotCloseAFunctionUrl() {
        String url = "{" + EVERYBODY + "," + INVOKE_URL + "}";
        String deny = "{'Effect':'Deny','Principal':'*'," + INVOKE + ",'Resource':'*'}";
        FunctionExposure judged = JudgedPolicy.withUrl("NONE", url, deny);
        assertThat(judged.risk()).isEqualTo(Risk.PUBLIC);
        assertThat(texts(judged).get(0)).contains("older URLs need only lambda:InvokeFunctionUrl");
        String denyUrl = deny.replace("lambda:InvokeFunction", "lambda:InvokeFunctionUrl");
        assertThat(JudgedPolicy.withUrl("NONE", url, denyUrl).risk()).isEqualTo(Risk.INTERNAL);
    }

    @Test
    void aDenyInThePolicyOfTheFunctionDoesNotCloseItsAlias() {
        String allow = "{" + EVERYBODY + "," + INVOKE + "}";
        String deny = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*'}";
        assertThat(new JudgedSurface()
                        .stating("", deny)
                        .stating("live", allow)
                        .judged()
                        .risk())
                .isEqualTo(Risk.PUBLIC);
        assertThat(new JudgedSurface()
                        .stating("", allow)
                        .stating("live", deny)
                        .judged()
                        .risk())
                .isEqualTo(Risk.PUBLIC);
        assertThat(new JudgedSurface().stating("live", allow, deny).judged().risk())
                .isEqualTo(Risk.INTERNAL);
    }

    @Test
    void aFunctionUrlIsJudgedByThePolicyOfItsOwnAlias() {
        String deny = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*'}";
        JudgedSurface ofAlias = new JudgedSurface().stating("", deny).url("live", "NONE");
        assertThat(ofAlias.judged().risk()).isEqualTo(Risk.PUBLIC);
        JudgedSurface ofFunction = new JudgedSurface().stating("live", deny).url("", "NONE");
        assertThat(ofFunction.judged().risk()).isEqualTo(Risk.PUBLIC);
        JudgedSurface closed = new JudgedSurface().stating("live", deny).url("live", "NONE");
        assertThat(closed.judged().risk()).isEqualTo(Risk.INTERNAL);
    }

    static ApiSurface api(String authorization, Reach reach, String policy) {
        return new ApiSurface(
                "a1b2c3",
                "pets",
                "REST",
                reach,
                List.of(new ApiSurface.Stage("prod", "")),
                policy,
                List.of(new ApiSurface.Route("GET /pets", Set.of(JudgedPolicy.ARN), authorization, false)));
    }

    private static List<String> texts(FunctionExposure judged) {
        return judged.invokers().stream().map(Invoker::text).toList();
    }
}
