package dev.breakwater.config.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.secret.SecretResolver.Secret;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private final Map<String, String> environment = Map.of("PD_KEY", " hunter2\n", "EMPTY", " ");
    private final Map<String, String> aws = Map.of("plain", "hunter2", "json", "{\"pd\":\"hunter2\",\"n\":5}");
    private final SecretResolver resolver = new SecretResolver(
            name -> Optional.ofNullable(environment.get(name)), id -> Optional.ofNullable(aws.get(id)));

    @ParameterizedTest
    @ValueSource(strings = {"env:PD_KEY", "aws-secret:plain", "aws-secret:json#pd"})
    void findsTheSecretBehindAReference(String reference) {
        assertThat(resolver.resolve(reference(reference)).reveal()).isEqualTo("hunter2");
    }

    @Test
    void findsTheSecretInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pd"), "hunter2\n");

        assertThat(resolver.resolve(reference("file:" + file)).reveal()).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:NONE",
                "env:EMPTY",
                "file:/nowhere/at/all",
                "aws-secret:none",
                "aws-secret:plain#pd",
                "aws-secret:json#none",
                "aws-secret:json#n"
            })
    void namesTheReferenceAndNeverTheSecretWhenItIsNotThere(String reference) {
        assertThatThrownBy(() -> resolver.resolve(reference(reference)))
                .isInstanceOf(SecretResolver.Unavailable.class)
                .hasMessageStartingWith(reference + ": ")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void hasNoSecretBehindNoReference() {
        assertThat(SecretRef.NONE.present()).isFalse();
        assertThatThrownBy(() -> resolver.resolve(SecretRef.NONE)).hasMessage("(none): there is no reference");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "env:",
                "env:1A",
                "env:A-B",
                "file:",
                "file: x",
                "aws-secret:",
                "aws-secret:a#b#c",
                "ENV:A"
            })
    void takesNothingElseForAReference(String text) {
        assertThat(SecretRef.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:PD_KEY",
                "file:/run/secrets/pd",
                "aws-secret:arn:aws:secretsmanager:eu-west-1:111122223333:secret:pd-AbCdEf#key"
            })
    void writesAReferenceAsItWasRead(String text) {
        assertThat(reference(text)).hasToString(text);
    }

    @Test
    void keepsTheSecretOutOfTextAndOutOfJobGraphs() {
        Secret secret = new Secret("hunter2");

        assertThat(secret).hasToString("***").isNotInstanceOf(Serializable.class);
    }

    private static SecretRef reference(String text) {
        return SecretRef.parse(text).orElseThrow();
    }
}
