// SPDX-License-Identifier: Apache-2.0
package org.ration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.interceptor.ExcludeDefaultInterceptors;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rooms and their arrows: root ← admin ← ledger ← cdi ← http; root ← key ← container ← ledger; cdi ← admin.web;
 * ledger ← observability.
 */
@AnalyzeClasses(packages = "org.ration", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.ration";
    private static final String KEY = "org.ration.key..";
    private static final String CONTAINER = "org.ration.container..";
    private static final String LEDGER = "org.ration.ledger..";
    private static final String CDI = "org.ration.cdi..";
    private static final String HTTP = "org.ration.http..";
    private static final String ADMIN = "org.ration.admin";
    private static final String ADMIN_WEB = "org.ration.admin.web";
    private static final String OBSERVABILITY = "org.ration.observability..";
    private static final String OPENAPI = "org.ration.openapi..";
    private static final String LOG = "org.ration.log..";
    private static final String PROBLEM = "org.ration.problem..";

    private static final String[] DATABASES = {"java.sql..", "javax.sql..", "jakarta.persistence..", LEDGER};
    private static final String[] REQUESTS = {"jakarta.ws.rs..", "jakarta.servlet.."};

    @ArchTest
    static final ArchRule theArrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("root")
            .definedBy(ROOT)
            .layer("key")
            .definedBy(KEY)
            .layer("container")
            .definedBy(CONTAINER)
            .layer("ledger")
            .definedBy(LEDGER)
            .layer("cdi")
            .definedBy(CDI)
            .layer("http")
            .definedBy(HTTP)
            .layer("admin")
            .definedBy(ADMIN)
            .layer("admin.web")
            .definedBy(ADMIN_WEB)
            .layer("observability")
            .definedBy(OBSERVABILITY)
            .layer("openapi")
            .definedBy(OPENAPI)
            .layer("log")
            .definedBy(LOG)
            .layer("problem")
            .definedBy(PROBLEM)
            .whereLayer("root")
            .mayNotAccessAnyLayer()
            .whereLayer("key")
            .mayOnlyAccessLayers("root")
            .whereLayer("container")
            .mayOnlyAccessLayers("root", "key")
            .whereLayer("ledger")
            .mayOnlyAccessLayers("root", "container", "admin", "log")
            .whereLayer("cdi")
            .mayOnlyAccessLayers("root", "key", "container", "ledger", "log")
            .whereLayer("http")
            .mayOnlyAccessLayers("root", "key", "container", "ledger", "cdi", "log", "problem")
            .whereLayer("admin")
            .mayOnlyAccessLayers("root")
            .whereLayer("admin.web")
            .mayOnlyAccessLayers("root", "admin", "cdi", "log", "problem")
            .whereLayer("observability")
            .mayOnlyAccessLayers("root", "container", "ledger", "admin", "cdi", "log")
            .whereLayer("openapi")
            .mayOnlyAccessLayers("root", "cdi")
            .whereLayer("log")
            .mayNotAccessAnyLayer()
            .whereLayer("problem")
            .mayNotAccessAnyLayer();

    /** Exceptions say by an annotation what they do to a transaction; all else about containers is behind this room. */
    @ArchTest
    static final ArchRule onlyItsRoomKnowsTheContainer = noClasses()
            .that()
            .resideOutsideOfPackage(CONTAINER)
            .and()
            .areNotAssignableTo(Throwable.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ejb..", "jakarta.transaction..", "jakarta.enterprise.concurrent..");

    /** The ledger notifies it; no other room calls it. */
    @ArchTest
    static final ArchRule nobodyKnowsTheSignals = noClasses()
            .that()
            .resideOutsideOfPackage(OBSERVABILITY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OBSERVABILITY);

    /** So that each can be left out where the runtime has it not; META-INF/beans.xml does. */
    @ArchTest
    static final ArchRule onlyTheMetersKnowMicroProfileMetrics = noClasses()
            .that()
            .resideOutsideOfPackage("org.ration.observability.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.metrics..");

    @ArchTest
    static final ArchRule onlyTheHealthCheckKnowsMicroProfileHealth = noClasses()
            .that()
            .resideOutsideOfPackage("org.ration.observability.health")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.health..");

    @ArchTest
    static final ArchRule onlyItsRoomKnowsOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage("org.ration.observability.opentelemetry")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule onlyItsRoomKnowsMicroProfileOpenApi = noClasses()
            .that()
            .resideOutsideOfPackage(OPENAPI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.microprofile.openapi..", OPENAPI);

    @ArchTest
    static final ArchRule nobodyKnowsTheOptionalSignals = noClasses()
            .that()
            .resideOutsideOfPackage("org.ration.observability.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ration.observability.*");

    @ArchTest
    static final ArchRule theOperatorsPageKnowsSettingsOfCdiAlone = noClasses()
            .that()
            .resideInAPackage(ADMIN_WEB)
            .should()
            .dependOnClassesThat(resideInAPackage(CDI)
                    .and(not(simpleName("Deployment")))
                    .and(not(simpleName("Settings")))
                    .and(not(simpleName("AdminSettings"))));

    @ArchTest
    static final ArchRule theOperatorsApiKnowsNoRequests = noClasses()
            .that()
            .resideInAPackage("org.ration.admin")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "jakarta.json", "jakarta.json.stream");

    /** The floors of the ledger: each room knows those below it. */
    @ArchTest
    static final ArchRule theLedgersArrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("facade")
            .definedBy("org.ration.ledger")
            .layer("startup")
            .definedBy("org.ration.ledger.startup")
            .layer("retention")
            .definedBy("org.ration.ledger.retention")
            .layer("charge")
            .definedBy("org.ration.ledger.charge")
            .layer("transaction")
            .definedBy("org.ration.ledger.transaction")
            .layer("sql")
            .definedBy("org.ration.ledger.sql")
            .layer("batch")
            .definedBy("org.ration.ledger.batch")
            .layer("account")
            .definedBy("org.ration.ledger.account")
            .whereLayer("account")
            .mayNotAccessAnyLayer()
            .whereLayer("batch")
            .mayNotAccessAnyLayer()
            .whereLayer("sql")
            .mayOnlyAccessLayers("account", "batch")
            .whereLayer("transaction")
            .mayOnlyAccessLayers("account", "batch", "sql")
            .whereLayer("charge")
            .mayOnlyAccessLayers("account", "batch", "sql", "transaction")
            .whereLayer("retention")
            .mayOnlyAccessLayers("account", "batch", "sql", "transaction", "charge")
            .whereLayer("startup")
            .mayOnlyAccessLayers("account", "batch", "sql", "transaction", "charge");

    @ArchTest
    static final ArchRule noRoomsGoInCircles =
            slices().assignedFrom(new Rooms()).should().beFreeOfCycles();

    /** Each top-level class with its nested classes: a circle of types can hide where packages have none. */
    @ArchTest
    static final ArchRule noTypesOfTheCdiEdgeGoInCircles = noTypesGoInCircles("org.ration.cdi");

    @ArchTest
    static final ArchRule noTypesOfTheKeysGoInCircles = noTypesGoInCircles("org.ration.key");

    @ArchTest
    static final ArchRule noTypesOfTheContainerGoInCircles = noTypesGoInCircles("org.ration.container");

    @ArchTest
    static final ArchRule noTypesOfTheLedgerGoInCircles = noTypesGoInCircles("org.ration.ledger");

    @ArchTest
    static final ArchRule noTypesOfTheJaxRsEdgeGoInCircles = noTypesGoInCircles("org.ration.http");

    @ArchTest
    static final ArchRule noTypesOfTheOperatorsPageGoInCircles = noTypesGoInCircles("org.ration.admin.web");

    @ArchTest
    static final ArchRule noTypesOfTheSignalsGoInCircles = noTypesGoInCircles("org.ration.observability");

    @ArchTest
    static final ArchRule noTypesOfOpenApiGoInCircles = noTypesGoInCircles("org.ration.openapi");

    @ArchTest
    static final ArchRule everyClassHasARoom = classes()
            .should()
            .resideInAnyPackage(
                    ROOT, KEY, CONTAINER, LEDGER, CDI, HTTP, ADMIN, ADMIN_WEB, OBSERVABILITY, OPENAPI, LOG, PROBLEM)
            .because("a new room needs an arrow");

    @ArchTest
    static final ArchRule valuesAreWithoutJakarta = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .and(areNoAnnotations())
            .and()
            .areNotAssignableTo(Throwable.class) // nor what their responses are made of
            .and()
            .doNotBelongToAnyOf(
                    NoStore.class,
                    ResponseParts.class,
                    BareResponse.class,
                    QuotaExceededHandler.class,
                    OnSuccess.class,
                    Json.class)
            .should()
            .dependOnClassesThat(
                    resideInAPackage("jakarta..").and(not(resideInAPackage("jakarta.json.bind.annotation"))))
            .because("values work in unit tests without a server; annotations of JSON-B that are missing do no harm");

    @ArchTest
    static final ArchRule keysKnowNoDatabase = noClasses()
            .that()
            .resideInAPackage(KEY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DATABASES)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theLedgerKnowsNoRequests = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(REQUESTS)
            .allowEmptyShould(true);

    /** A worker carries out the charges of many callers: nothing of one caller may reach the charges of another. */
    @ArchTest
    static final ArchRule theLedgerKnowsNoCaller = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.enterprise.context.RequestScoped")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.security..")
            .orShould()
            .beAnnotatedWith(RunAs.class);

    @ArchTest
    static final ArchRule ledgerTransactionsAreForEverybody = classes()
            .that()
            .areAnnotatedWith(Stateless.class)
            .should()
            .beAnnotatedWith(PermitAll.class)
            .andShould()
            .beAnnotatedWith(ExcludeDefaultInterceptors.class);

    /** The names of EJBs and entities are global in an application: those of Ration begin with its own. */
    @ArchTest
    static final ArchRule namesAreRationsOwn = classes()
            .that()
            .areAnnotatedWith(Stateless.class)
            .or()
            .areAnnotatedWith(Singleton.class)
            .or()
            .areAnnotatedWith(Entity.class)
            .should(be(named("(org\\.ration\\.|Ration).+")));

    @ArchTest
    static final ArchRule noListenerOfTheApplicationHearsOfCharges = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .beAnnotatedWith(ExcludeDefaultListeners.class)
            .andShould()
            .beAnnotatedWith(ExcludeSuperclassListeners.class);

    @ArchTest
    static final ArchRule theLedgerKnowsNoAnnotations = noClasses()
            .that()
            .resideInAPackage(LEDGER)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Quota.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(QuotaCall.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theJaxRsEdgeKnowsNoSql = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..")
            .allowEmptyShould(true);

    /** What an application injects by a type of the JDK is never Ration's. */
    @ArchTest
    static final ArchRule beansAreOfRationsOwnTypes = classes()
            .that()
            .areMetaAnnotatedWith(NormalScope.class)
            .or()
            .areAnnotatedWith(Dependent.class)
            .or()
            .areAnnotatedWith(Stateless.class)
            .or()
            .areAnnotatedWith(Singleton.class)
            .should(be(noBeansOfTypesOfTheJdk()));

    @ArchTest
    static final ArchRule producedBeansAreOfRationsOwnTypes = methods()
            .that()
            .areAnnotatedWith(Produces.class)
            .should(be(DescribedPredicate.describe(
                    "typed or of no type of the JDK",
                    method -> method.isAnnotatedWith(Typed.class) || hasNoTypeOfTheJdk(method.getRawReturnType()))));

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(be(inANullMarkedPackage()));

    /** Each room with the rooms inside it; the operators' servlet is not inside their API. */
    private record Rooms() implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(ADMIN_WEB)
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.of(name.replaceFirst("^(org\\.ration\\.\\w+).*", "$1"));
        }

        @Override
        public String getDescription() {
            return "rooms";
        }
    }

    private static ArchRule noTypesGoInCircles(String room) {
        return slices().assignedFrom(new TypesOf(room)).should().beFreeOfCycles();
    }

    /**
     * Takes each top-level class of a room, and of the rooms inside it, for a slice.
     *
     * @param room the package
     */
    private record TypesOf(String room) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean inside = (type.getPackageName() + ".").startsWith(room + ".");
            return inside ? SliceIdentifier.of(topLevel(type).getName()) : SliceIdentifier.ignore();
        }

        private static JavaClass topLevel(JavaClass type) {
            return type.getEnclosingClass().map(TypesOf::topLevel).orElse(type);
        }

        @Override
        public String getDescription() {
            return "types of " + room;
        }
    }

    private static DescribedPredicate<JavaClass> named(String pattern) {
        return DescribedPredicate.describe(
                "named " + pattern, type -> Stream.of(Stateless.class, Singleton.class, Entity.class)
                        .flatMap(kind -> type.tryGetAnnotationOfType(kind.getName()).stream())
                        .allMatch(annotation ->
                                annotation.get("name").orElse("").toString().matches(pattern)));
    }

    private static DescribedPredicate<JavaClass> noBeansOfTypesOfTheJdk() {
        return DescribedPredicate.describe(
                "typed or of no type of the JDK", type -> type.isAnnotatedWith(Typed.class) || hasNoTypeOfTheJdk(type));
    }

    private static boolean hasNoTypeOfTheJdk(JavaClass type) {
        return Stream.concat(type.getAllRawInterfaces().stream(), type.getAllRawSuperclasses().stream())
                .filter(any -> !any.isEquivalentTo(Object.class) && !any.isEquivalentTo(Record.class))
                .noneMatch(any -> any.getPackageName().startsWith("java."));
    }

    private static DescribedPredicate<JavaClass> areNoAnnotations() {
        return DescribedPredicate.describe("are no annotations", type -> !type.isAnnotation());
    }

    private static DescribedPredicate<JavaClass> inANullMarkedPackage() {
        return DescribedPredicate.describe(
                "in a package that is @NullMarked", type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }
}
