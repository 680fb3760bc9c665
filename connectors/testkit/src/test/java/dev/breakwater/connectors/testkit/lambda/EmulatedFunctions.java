package dev.breakwater.connectors.testkit.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** Creates functions in the emulator. As on AWS, the functions' role must exist first. */
public final class EmulatedFunctions implements AutoCloseable {

    private static final String ROLE = "emulated-function";
    private static final int CONFLICT = 409;
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}";

    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final IamClient iam;
    private final LambdaClient lambda;

    public EmulatedFunctions(URI endpoint, String region) {
        this(endpoint, region, credentials());
    }

    /** Creates functions in the account of these credentials. */
    public EmulatedFunctions(URI endpoint, String region, AwsCredentialsProvider credentials) {
        iam = IamClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(credentials)
                .httpClient(http)
                .build();
        lambda = LambdaClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http)
                .build();
    }

    /** Returns credentials for the emulator, which does not check credentials. */
    public static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("emulator", "emulator"));
    }

    /** Returns a separate client with which a test prepares or checks state, like a person in the AWS console. */
    public LambdaClient lambda() {
        return lambda;
    }

    /** Returns the function's reserved concurrency, or -1 if none is set. */
    public int reserved(String function) {
        Integer value =
                lambda.getFunctionConcurrency(r -> r.functionName(function)).reservedConcurrentExecutions();
        return value == null ? -1 : value;
    }

    /** Creates an arm64 function with 512 MB and 30 s. */
    public void create(String function, Map<String, String> tags) {
        lambda.createFunction(r -> r.functionName(function)
                .role(role())
                .runtime(Runtime.PYTHON3_12)
                .handler("index.handler")
                .architectures(Architecture.ARM64)
                .memorySize(512)
                .timeout(30)
                .tags(tags)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(zip()))));
    }

    /** Gives the functions' role an inline policy and a managed policy that allow writing to a queue. */
    public void policies() {
        role();
        iam.putRolePolicy(r -> r.roleName(ROLE).policyName("inline").policyDocument(POLICY));
        String managed = iam.createPolicy(r -> r.policyName("managed").policyDocument(POLICY))
                .policy()
                .arn();
        iam.attachRolePolicy(r -> r.roleName(ROLE).policyArn(managed));
    }

    @Override
    public void close() {
        iam.close();
        lambda.close();
        http.close();
    }

    private String role() {
        try {
            iam.createRole(r -> r.roleName(ROLE).assumeRolePolicyDocument("{}"));
        } catch (IamException e) {
            // 409 means that the role was created for an earlier function; the emulator may lack AWS's error code
            if (e.statusCode() != CONFLICT) {
                throw e;
            }
        }
        return iam.getRole(r -> r.roleName(ROLE)).role().arn();
    }

    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.py"));
            zip.write('\n');
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
