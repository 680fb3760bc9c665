package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.model.AccountReading.EntryPoints;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.ApiRoute.Asks;
import dev.breakwater.exposure.model.AccountReading.EntryPoints.Apis;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests entry points that are open but look closed, and closed entry points that look open. */
class OpenDoorsTest {

    private static final String ALLOW =
            "{'Effect':'Allow','Principal':'*','Action':'lambda:InvokeFunction','Resource':'" + JudgedPolicy.ARN + "'";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ArnLike':{'aws:SourceArn':'arn:aws:s3:::*'}",
                "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/Admin'}",
                "'StringLike':{'aws:PrincipalOrgID':'o-*'}",
                "'StringLike':{'aws:SourceAccount':'1*'}",
                "'ArnLike':{'aws:SourceArn':'arn:aws:sns:eu-west-1:?11122223333:orders'}",
            })
    void aPatternThatAStrangerCanFitLeavesTheFunctionPublic(String condition) {
        assertThat(JudgedPolicy.of(ALLOW + ",'Condition':{" + condition + "}}").open())
                .isTrue();
    }

    @Test
    void aDenyThatSparesARoleNameOfAnyAccountLeavesTheFunctionPublic() {
        String deny = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*',"
                + "'Condition':{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}}}";
        assertThat(JudgedPolicy.of(ALLOW + "}", deny).open()).isTrue();
    }

    @Test
    void aDenyOfOneAliasByAMarkDoesNotTakeBackAnAllowOfMany() {
        String allow = "{'Effect':'Allow','Principal':'*','Action':'lambda:InvokeFunction','Resource':'"
                + JudgedPolicy.ARN + ":*'}";
        String deny = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'" + JudgedPolicy.ARN + ":?'}";
        assertThat(JudgedPolicy.of(allow, deny).open()).isTrue();
    }

    @Test
    void aMappingThatPollsAnotherAccountsQueueShowsThatAccountAndIsNotInternal() {
        FunctionExposure judged =
                JudgedPolicy.polling(new SourceMapping("arn:aws:sqs:eu-west-1:222233334444:orders", true, 7, ""));
        assertThat(judged.risk()).isEqualTo(Risk.SHARED);
        assertThat(texts(judged))
                .containsExactly("polls sqs orders of another account, 222233334444, at most 7 at once");
        assertThat(judged.cap().concurrency())
                .as("it is what limits the function all the same")
                .isEqualTo(7);
        SourceMapping own = new SourceMapping("arn:aws:sqs:eu-west-1:111122223333:orders", true, 7, "");
        assertThat(JudgedPolicy.polling(own).risk()).isEqualTo(Risk.INTERNAL);
        SourceMapping off = new SourceMapping("arn:aws:sqs:eu-west-1:222233334444:orders", false, 7, "");
        assertThat(JudgedPolicy.polling(off).risk()).isEqualTo(Risk.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "NOTHING, PUBLIC, anyone: REST API pets",
        "SOMETHING, SHARED, REST API pets",
        "NOT_KNOWN, UNKNOWN, possibly public: REST API pets",
        "NOT_DEPLOYED, INTERNAL, REST API pets"
    })
    void aFunctionBehindAnApiIsAsOpenAsTheRouteThatLeadsToIt(Asks asks, Risk risk, String text) {
        FunctionExposure judged = behind(Set.of("a1b2c3"), new ApiRoute("a1b2c3", asks, "REST API pets"));
        assertThat(judged.risk()).isEqualTo(risk);
        assertThat(texts(judged)).containsExactly(text);
    }

    @Test
    void aFunctionThatAnApiMayCallIsNeverInternalWhileTheApiIsThere() {
        FunctionExposure unrouted = behind(Set.of("a1b2c3"));
        assertThat(unrouted.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(unrouted.unsure()).isTrue();
        assertThat(texts(unrouted).get(0)).startsWith("possibly public: API a1b2c3: no route names the function now");
        FunctionExposure stale = behind(Set.of("zzzzzz"));
        assertThat(stale.risk()).isEqualTo(Risk.INTERNAL);
        assertThat(texts(stale)).contains("would admit API a1b2c3, but there is no such API");
    }

    /** Tests sources that do not restrict callers, or that are from a region that is not read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ArnNotLike':{'AWS:SourceArn':'arn:aws:execute-api:eu-west-1:111122223333:zzzzzz/*'}",
                "'ArnLikeIfExists':{'AWS:SourceArn':'arn:aws:execute-api:eu-west-1:111122223333:zzzzzz/*'}",
                "'ForAllValues:ArnLike':{'AWS:SourceArn':'arn:aws:execute-api:eu-west-1:111122223333:zzzzzz/*'}",
                "'ArnLike':{'AWS:SourceArn':'arn:aws:execute-api:*:111122223333:zzzzzz/*'}",
                "'ArnLike':{'AWS:SourceArn':'arn:aws:execute-api:us-east-1:111122223333:zzzzzz/*'}",
            })
    void anApiThatIsNotNamedForSureMayBeAnyApi(String condition) {
        String statement = "'Action':'lambda:InvokeFunction','Resource':'" + JudgedPolicy.ARN + "','Condition':{"
                + "'StringEquals':{'aws:SourceAccount':'111122223333'}," + condition + "}}";
        String service = "{'Effect':'Allow','Principal':{'Service':'apigateway.amazonaws.com'},";
        assertThat(JudgedPolicy.of(service + statement).risk()).isEqualTo(Risk.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "elasticloadbalancing.amazonaws.com, targetgroup/t/0123456789abcdef, faces the internet, elasticloadbalancing:DescribeTargetGroups",
        "cloudfront.amazonaws.com, distribution/E123, authenticates its viewers, cloudfront:GetDistributionConfig",
        "vpc-lattice.amazonaws.com, targetgroup/tg-1, service network, vpc-lattice:GetAuthPolicy",
        "cognito-idp.amazonaws.com, userpool/eu-west-1_a, sign up, cognito-idp:DescribeUserPool",
        "ses.amazonaws.com, receipt-rule-set/r, receipt rule, ses:DescribeReceiptRuleSet",
    })
    void whatStandsBehindADoorForEverybodyIsPossiblyPublicAndSaysWhatToLookAt(
            String service, String resource, String missing, String look) {
        String arn = "arn:aws:" + service.replace(".amazonaws.com", "") + ":eu-west-1:111122223333:" + resource;
        FunctionExposure judged = JudgedPolicy.of("{'Effect':'Allow','Principal':{'Service':'" + service
                + "'},'Action':'lambda:Invoke*','Resource':'" + JudgedPolicy.ARN
                + "','Condition':{'ArnLike':{'AWS:SourceArn':'" + arn + "'}}}");
        assertThat(judged.risk()).isEqualTo(Risk.UNKNOWN);
        assertThat(texts(judged).get(0)).startsWith("possibly public: ").contains(missing, "(look at " + look);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'StringEquals':{'aws:SourceVpc':'vpc-0123456789abcdef0'}",
                "'StringEquals':{'aws:SourceVpce':'vpce-0123456789abcdef0'}",
                "'IpAddress':{'aws:SourceIp':['203.0.113.0/24','2001:db8::/48']}",
                "'StringEquals':{'aws:PrincipalServiceName':'s3.amazonaws.com'}",
                "'StringEquals':{'lambda:FunctionUrlAuthType':'NONE'}",
            })
    void whatKeepsStrangersOutIsNotPublic(String condition) {
        assertThat(JudgedPolicy.of(ALLOW + ",'Condition':{" + condition + "}}").open())
                .isFalse();
    }

    @Test
    void aDataPerimeterOfDeniesKeepsStrangersOutAndLeavesWhatServicesOfTheOrganisationCarry() {
        String identities = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*','Condition':{"
                + "'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-abcdefghij','aws:PrincipalAccount':['222233334444']},"
                + "'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}";
        String services = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*','Condition':{"
                + "'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-abcdefghij'},"
                + "'Bool':{'aws:PrincipalIsAWSService':'true'}}}";
        assertThat(JudgedPolicy.of(ALLOW + "}", identities, services).risk()).isEqualTo(Risk.UNKNOWN);
        String noService = "{'Effect':'Deny','Principal':'*','Action':'lambda:*','Resource':'*','Condition':{"
                + "'Bool':{'aws:PrincipalIsAWSService':'true'}}}";
        assertThat(JudgedPolicy.of(ALLOW + "}", identities, noService).risk()).isEqualTo(Risk.SHARED);
    }

    @Test
    void aPublicStatementOfAUrlThatIsGoneIsNotPublicAndSaysSo() {
        String statement = ALLOW.replace("InvokeFunction'", "InvokeFunctionUrl'") + "}";
        FunctionExposure judged = JudgedPolicy.of(statement);
        assertThat(judged.risk()).isEqualTo(Risk.INTERNAL);
        assertThat(texts(judged).get(0)).contains("there is no function URL");
    }

    private static FunctionExposure behind(Set<String> apis, ApiRoute... routes) {
        EntryPoints ways = new EntryPoints(List.of(), Map.of(), List.of(), new Apis(apis, List.of(routes)));
        return JudgedPolicy.behind(
                ways,
                "{'Effect':'Allow','Principal':{'Service':'apigateway.amazonaws.com'},'Action':'lambda:InvokeFunction',"
                        + "'Resource':'" + JudgedPolicy.ARN + "','Condition':{'ArnLike':{'AWS:SourceArn':"
                        + "'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/GET/pets'}}}");
    }

    private static List<String> texts(FunctionExposure judged) {
        return judged.invokers().stream()
                .filter(i -> i.kind() != Invoker.Kind.EVENT)
                .map(Invoker::text)
                .toList();
    }
}
