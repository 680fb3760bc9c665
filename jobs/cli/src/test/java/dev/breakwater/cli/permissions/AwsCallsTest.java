package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.breakwater.connectors.aws.AwsCall;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Tests that every call of an AWS client in the code is in {@link AwsCall}, and that each call of the list is made
 * somewhere. The policies therefore grant exactly the calls in the code.
 */
class AwsCallsTest {

    /** The services whose names in policies differ from the SDK's. */
    private static final Map<String, String> PREFIXES =
            Map.of("eventbridge", "events", "resourcegroupstaggingapi", "tag");

    /** The operations whose permissions have another name. */
    private static final Map<String, String> PERMISSIONS = Map.of(
            "lambda:Invoke", "lambda:InvokeFunction",
            "s3:ListObjectsV2", "s3:ListBucket",
            "s3:HeadObject", "s3:GetObject",
            "s3:HeadBucket", "s3:ListBucket");

    private static final Set<String> NO_CALLS =
            Set.of("builder", "create", "close", "serviceName", "serviceClientConfiguration", "waiter", "utilities");

    @Test
    void theListIsWhatTheCodeCalls() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/testkit/") && !location.contains("testkit-"))
                // other modules' tests, when they are on the path as a jar
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.breakwater");
        Set<String> called = new TreeSet<>();
        for (JavaClass type : code) {
            Stream.concat(type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
                    .filter(AwsCallsTest::isCall)
                    .map(AwsCallsTest::permission)
                    .forEach(called::add);
            // the SDK itself makes this call
            if (type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(d -> d.getTargetClass().isEquivalentTo(StsAssumeRoleCredentialsProvider.class))) {
                called.add("sts:AssumeRole");
            }
        }
        Set<String> listed =
                Arrays.stream(AwsCall.values()).map(AwsCall::permission).collect(Collectors.toCollection(TreeSet::new));
        assertThat(called).isEqualTo(listed);
    }

    private static boolean isCall(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return owner.startsWith("software.amazon.awssdk.services.")
                && owner.endsWith("Client")
                && !NO_CALLS.contains(access.getName());
    }

    private static String permission(JavaCodeUnitAccess<?> access) {
        String service = access.getTargetOwner().getPackageName().replaceAll(".*\\.services\\.", "");
        // IAM knows API Gateway's calls by the verb of HTTP alone
        if (service.startsWith("apigateway") && access.getName().startsWith("get")) return "apigateway:GET";
        String method = access.getName().replaceAll("Paginator$", "").replaceAll("AsBytes$", "");
        String operation = PREFIXES.getOrDefault(service, service) + ":" + Character.toUpperCase(method.charAt(0))
                + method.substring(1);
        return PERMISSIONS.getOrDefault(operation, operation);
    }
}
