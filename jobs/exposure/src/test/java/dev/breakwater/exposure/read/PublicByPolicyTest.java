package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests whether anyone can start the function, from documents in AWS's form. */
class PublicByPolicyTest {

    private static final String ARN = JudgedPolicy.ARN;
    private static final String EVERYBODY =
            "{'Effect':'Allow','Principal':'*','Action':'lambda:InvokeFunction','Resource':'" + ARN + "'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Principal':'*','Action':'lambda:InvokeFunction' | true",
                "'Principal':{'AWS':'*'},'Action':'lambda:InvokeFunction' | true",
                "'Principal':{'AWS':['arn:aws:iam::111122223333:root','*']},'Action':'lambda:Invoke*' | true",
                "'Principal':'*','Action':'lambda:*' | true",
                "'Principal':'*','Action':['lambda:GetFunction','LAMBDA:invoke*'] | true",
                "'Principal':'*','NotAction':'lambda:GetFunction' | true",
                "'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'lambda:InvokeFunction' | true",
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
        assertThat(JudgedPolicy.of("{'Effect':'Allow','Resource':'" + ARN + "'," + statement + "}")
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
        assertThat(JudgedPolicy.of(EVERYBODY, denyAll).open()).isFalse();
        assertThat(JudgedPolicy.of(EVERYBODY, denyOthers).open()).isFalse();
        assertThat(JudgedPolicy.of(EVERYBODY, denyOne).open()).isTrue();
        assertThat(JudgedPolicy.of(EVERYBODY, denyElsewhere).open()).isTrue();
    }

    /** Tests that such a policy never counts as a policy that allows nothing. */
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
}
