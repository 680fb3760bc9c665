package dev.breakwater.cli.exposure;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.exposure.AccountSurface;
import dev.breakwater.connectors.lambda.exposure.AccountSurface.SurfaceGap;
import dev.breakwater.connectors.lambda.exposure.CallPace.Paces;
import dev.breakwater.connectors.lambda.exposure.SurfaceReader;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.read.Surfaces;
import dev.breakwater.guard.live.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads all accounts and regions from AWS, with the observe role. */
final class AccountReader {

    private static final int NAMES_SHOWN = 3;

    private final Map<String, String> environment;
    private final ActClock clock;

    AccountReader(Map<String, String> environment, ActClock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    ExposureInput read(List<Place> places) {
        List<AccountReading> accounts = new ArrayList<>();
        List<FunctionReading> functions = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        boolean whole = true;
        for (Place place : places) {
            AccountSurface surface = read(place);
            whole &= surface.listed();
            accounts.add(new AccountReading(
                    surface.account(), surface.region(), surface.concurrent(), surface.unreserved()));
            surface.gaps().forEach(gap -> gaps.add(gap(gap)));
            functions.addAll(Surfaces.of(surface, gaps));
        }
        return new ExposureInput(accounts, functions, whole, gaps);
    }

    private AccountSurface read(Place place) {
        try (AwsClients clients = new AwsClients(place.observing(), environment)) {
            return new SurfaceReader(clients, place.account(), clock, Paces.besidesActs(clock)).read();
        }
    }

    private static Gap gap(SurfaceGap gap) {
        return new Gap(
                gap.permission() + " of " + names(gap.of()),
                why(gap.failure()),
                gap.failure().outcome() == Outcome.DENIED ? gap.permission() : "",
                without(gap));
    }

    private static String without(SurfaceGap gap) {
        if (gap.part() != null) return Fact.valueOf(gap.part().name()).without();
        return gap.permission().equals("lambda:ListFunctions")
                ? "functions are missing here"
                : "the account's limit is assumed";
    }

    private static String names(List<String> of) {
        if (of.size() <= NAMES_SHOWN) return String.join(", ", of);
        return String.join(", ", of.subList(0, NAMES_SHOWN)) + " and " + (of.size() - NAMES_SHOWN) + " more";
    }

    /** Shortens an error message if it is a whole web page. */
    private static String why(AwsFailure failure) {
        return failure.detail().startsWith("<") ? failure.code() : failure.text();
    }

    /**
     * The result of reading all accounts and regions.
     *
     * @param whole whether the list of functions is complete in every account and region
     * @param gaps  the unreadable parts
     */
    record ExposureInput(
            List<AccountReading> accounts, List<FunctionReading> functions, boolean whole, List<Gap> gaps) {}
}
