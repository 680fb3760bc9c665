package dev.breakwater.connectors.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The SDK clients of one account and region. The clients do not retry, because callers classify failures and back off.
 * The clients follow no redirects. One timeout covers a whole call.
 *
 * <p>The method {@link #close} closes every client that this object made.
 */
public final class AwsClients implements AutoCloseable {

    private static final String SESSION = "breakwater";

    private final AwsSettings settings;
    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider ambient;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private AwsCredentialsProvider credentials;

    /** @throws IllegalArgumentException when the endpoint breaks the rule in {@link AwsSettings} */
    public AwsClients(AwsSettings settings, Map<String, String> environment) {
        this(settings, environment, DefaultCredentialsProvider.builder().build());
    }

    /**
     * Creates clients with these credentials instead of the environment's. If a role is configured, the clients use
     * these credentials to assume it.
     */
    public AwsClients(AwsSettings settings, Map<String, String> environment, AwsCredentialsProvider ambient) {
        this.settings = settings;
        this.endpoint = AwsSettings.chooseEndpoint(settings.endpoint(), environment);
        this.ambient = ambient;
    }

    /** Returns whether this machine has credentials. Calls only the service that provides the credentials. */
    public static boolean areCredentialsHere() {
        try (DefaultCredentialsProvider provider =
                DefaultCredentialsProvider.builder().build()) {
            provider.resolveCredentials();
            return true;
        } catch (SdkException e) {
            return !AwsFailure.of(e).lacksCredentials();
        }
    }

    public AwsSettings settings() {
        return settings;
    }

    public LambdaClient lambda() {
        return build(LambdaClient.builder());
    }

    /** Returns a client that waits for its turn before each call ({@link ControlPlaneRate}). */
    public LambdaClient lambda(CallTurn turn) {
        return configure(LambdaClient.builder(), credentials(), List.of(turn.interceptor()));
    }

    /**
     * Returns the client of S3. An endpoint that is not AWS's own has only one host name, so the bucket is in the path
     * of the URL. Data is uploaded from memory and signed as a whole.
     */
    public S3Client s3() {
        return build(S3Client.builder()
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .pathStyleAccessEnabled(endpoint.isPresent())
                        .build()));
    }

    /**
     * Builds a client of any other service with the same settings.
     *
     * @param builder the service's sync client builder
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C build(B builder) {
        return configure(builder, credentials(), List.of());
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            closeQuietly(open.pop());
        }
    }

    private AwsCredentialsProvider credentials() {
        if (credentials == null) {
            credentials = settings.roleArn().isBlank() ? ambient : assumed();
        }
        return credentials;
    }

    private AwsCredentialsProvider assumed() {
        StsClientBuilder builder = StsClient.builder();
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(configure(builder, ambient, List.of()))
                .refreshRequest(r -> r.roleArn(settings.roleArn()).roleSessionName(SESSION))
                .build();
        open.push(provider);
        return provider;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C configure(
            B builder, AwsCredentialsProvider provider, List<ExecutionInterceptor> interceptors) {
        SdkHttpClient http = http();
        open.push(http);
        builder.region(Region.of(settings.region()))
                .credentialsProvider(provider)
                .httpClient(http)
                .overrideConfiguration(limits(interceptors));
        endpoint.ifPresent(builder::endpointOverride);
        C client = builder.build();
        open.push(client);
        return client;
    }

    private ClientOverrideConfiguration limits(List<ExecutionInterceptor> interceptors) {
        Duration limit = Duration.ofMillis(settings.callTimeoutMillis());
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(limit)
                .apiCallAttemptTimeout(limit)
                .executionInterceptors(interceptors)
                .build();
    }

    private SdkHttpClient http() {
        Duration limit = Duration.ofMillis(settings.callTimeoutMillis());
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder().connectionTimeout(limit).socketTimeout(limit);
        if (endpoint.filter(AwsSettings::isLoopback).isPresent()) {
            // calls to this machine use no proxy
            builder.proxyConfiguration(ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariablesValues(false)
                    .build());
        }
        return new InterruptibleHttp(builder.build());
    }

    private static void closeQuietly(AutoCloseable client) {
        try {
            client.close();
        } catch (Exception e) {
            // a failure while closing is ignored, because the process or task is ending
        }
    }

    /** Makes a client wait for its turn before each call. The wait does not count towards the call's timeout. */
    @FunctionalInterface
    public interface CallTurn {

        /**
         * @throws InterruptedException when the task is being cancelled
         */
        void await() throws InterruptedException;

        /** Waits for the turn as an interceptor of the SDK. */
        default ExecutionInterceptor interceptor() {
            return new ExecutionInterceptor() {
                @Override
                public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                    try {
                        await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw AbortedException.create("interrupted while waiting for the call's turn");
                    }
                }
            };
        }
    }

    /**
     * An HTTP client that reports every failed call as an {@link IOException}, which the SDK understands. If a call's
     * timeout closes the connection at the wrong moment, the JDK's {@code HttpURLConnection} throws a
     * {@link NullPointerException} instead ("this.http is null"), which would look like a mistake in our code.
     */
    record InterruptibleHttp(SdkHttpClient http) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest call = http.prepareRequest(request);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    try {
                        return call.call();
                    } catch (NullPointerException e) {
                        throw new IOException("the connection was closed during the call", e);
                    }
                }

                @Override
                public void abort() {
                    call.abort();
                }
            };
        }

        @Override
        public String clientName() {
            return http.clientName();
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
