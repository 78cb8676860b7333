namespace KafkaWire.TestSupport

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Diagnostics
open System.IO
open System.Net
open System.Net.Sockets
open System.Threading.Tasks
open DotNet.Testcontainers.Builders
open Microsoft.Extensions.Logging.Abstractions
open Testcontainers.Kafka

/// The listeners of kafka-broker.sh. The value is the distance of a listener's ports from the plain ones.
type internal Listener =
    | Plain = 0
    | Sasl = 100
    | Ssl = 200
    | Controller = 300

/// A real Kafka, shared by all tests of a run. Tests are skipped if none is available.
///
/// A single Kafka 4.4.0 node is, in this order, the one at KAFKA_BOOTSTRAP, one started by kafka-broker.sh in KAFKA_BROKERS, or a Docker
/// container. Another release, several nodes, SASL, TLS and restarts require kafka-broker.sh.
[<Sealed>]
type RealKafka private (host: string, port: int, nodes: int, release: string, folder: string | null) =
    /// Starts the brokers, and stops them when stdin closes: that is, when the test run ends, in whatever way.
    [<Literal>]
    static let Guardian =
        """
        export KAFKA_HEAP=512m KAFKA_JIT=1 # room for some thousand partitions; starts in two thirds of the time
        trap : INT TERM HUP
        "$1" start "$2" "$3" "$4" "$5" && cat >/dev/null
        "$1" stop "$3"
        rm -rf "$3"
        """

    static let running = ConcurrentDictionary<struct (string * int), Lazy<RealKafka>>()

    static let listeners = Enum.GetValues<Listener>()

    /// A port from which all ports that kafka-broker.sh uses are free. It is below 32768, where Linux begins to assign ports by itself.
    static let freePort nodes =
        let isFree port =
            use listener = new TcpListener(IPAddress.Loopback, port)

            try
                listener.Start()
                true
            with :? SocketException ->
                false

        Seq.initInfinite (fun _ -> Random.Shared.Next(20000, 32000))
        |> Seq.find (fun port ->
            Seq.allPairs listeners [ 0 .. nodes - 1 ]
            |> Seq.forall (fun (listener, node) -> isFree (port + int listener + node)))

    static let guardians = ConcurrentBag<Process>()

    static do
        AppDomain.CurrentDomain.ProcessExit.Add(fun _ ->
            for guardian in guardians do
                guardian.StandardInput.Close()

            for guardian in guardians do
                guardian.WaitForExit())

    /// kafka-broker.sh, if it exists and the Java that it needs is installed.
    static let tryScript () =
        match External.tryBrokers (), External.tryProgram "java" with
        | Some folder, Some _ -> Some(Path.Combine(folder, "kafka-broker.sh"))
        | _ -> None

    static let needsScript (what: string) : 'T =
        Skip.Because
            $"The test needs {what}: set KAFKA_BROKERS to a folder with kafka-broker.sh and Kafka's jars, have Java 17 on PATH, and leave KAFKA_BOOTSTRAP unset."

    static let start (script: string) release nodes =
        let folder = Directory.CreateTempSubdirectory("kafkawire-").FullName
        let port = freePort nodes

        let guardian =
            External.start (External.program "bash") [ "-c"; Guardian; "guardian"; script; release; folder; string port; string nodes ]

        guardians.Add guardian
        let errors = guardian.StandardError.ReadToEndAsync()

        match guardian.StandardOutput.ReadLine() with
        | null -> invalidOp $"Kafka {release} did not start:\n{errors.Result}"
        | _ -> RealKafka("127.0.0.1", port, nodes, release, folder)

    /// Settings for a Kafka container in addition to those of Testcontainers, so that it serves the same as one started by kafka-broker.sh.
    static let settings =
        dict
            [ "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "3"
              "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3"
              "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"
              "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"
              "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_NUM_PARTITIONS", "3"
              "KAFKA_GROUP_COORDINATOR_REBALANCE_PROTOCOLS", "classic,consumer,share,streams"
              "KAFKA_UNSTABLE_API_VERSIONS_ENABLE", "true"
              "KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
              "KAFKA_SUPER_USERS", "User:ANONYMOUS"
              "KAFKA_DELEGATION_TOKEN_SECRET_KEY", "secret"
              "KAFKA_HEAP_OPTS", "-Xmx384m" ]

    static let container =
        lazy
            (let built =
                try
                    let builder = KafkaBuilder("apache/kafka:4.4.0").WithLogger(NullLogger.Instance)
                    (builder.WithEnvironment(Dictionary settings)).Build()
                with :? DockerUnavailableException ->
                    Skip.Because
                        "No Kafka 4.4.0: start Docker, or set KAFKA_BROKERS to a folder with kafka-broker.sh and Kafka's jars (with Java 17 on PATH), or KAFKA_BOOTSTRAP to the address of one."

             AppDomain.CurrentDomain.ProcessExit.Add(fun _ ->
                 try
                     built.DisposeAsync().AsTask().Wait()
                 with e ->
                     eprintfn $"The Kafka container was not removed: {e.Message}")

             built.StartAsync().GetAwaiter().GetResult()
             let address = Uri(built.GetBootstrapAddress())
             RealKafka(address.Host, address.Port, 1, "4.4.0", null))

    static let given (bootstrap: string) =
        let first = bootstrap.Split(',')[0]
        let colon = first.LastIndexOf ':'
        RealKafka(first[.. colon - 1].TrimStart('[').TrimEnd(']'), int first[colon + 1 ..], 1, "", null)

    member private _.PortOf(listener: Listener) =
        if isNull folder && listener <> Listener.Plain then
            needsScript "a Kafka with SASL and TLS"
        else
            port + int listener

    member private kafka.BootstrapOf(listener: Listener) =
        let host = if host.Contains ':' then $"[{host}]" else host
        String.Join(',', [ for node in 0 .. nodes - 1 -> $"{host}:{kafka.PortOf listener + node}" ])

    /// A Kafka of a release, "4.4.0" or "3.9.2", with the given number of nodes. The first test that asks starts it, which takes about
    /// 10 s; it stops with the run.
    static member Get(release: string, nodes: int) =
        let isPlain = release = "4.4.0" && nodes = 1

        match Environment.GetEnvironmentVariable "KAFKA_BOOTSTRAP", tryScript () with
        | bootstrap, _ when isPlain && not (String.IsNullOrEmpty bootstrap) -> given (nonNull bootstrap)
        | _, Some script -> running.GetOrAdd(struct (release, nodes), (fun _ -> lazy (start script release nodes))).Value
        | _, None when isPlain -> container.Value
        | _, None -> needsScript (if nodes = 1 then $"Kafka {release}" else $"Kafka {release} with {nodes} nodes")

    /// A Kafka of a release with one node.
    static member Get(release: string) = RealKafka.Get(release, 1)

    /// The host of every listener.
    member _.Host = host

    /// The first node's plain port.
    member kafka.Port = kafka.PortOf Listener.Plain

    /// The first node's port for SASL without TLS: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.
    member kafka.SaslPort = kafka.PortOf Listener.Sasl

    /// The first node's port for TLS without SASL.
    member kafka.SslPort = kafka.PortOf Listener.Ssl

    /// Every node's plain address, in the form that clients take: "host:port,host:port".
    member kafka.Bootstrap = kafka.BootstrapOf Listener.Plain

    /// The SASL addresses of all nodes.
    member kafka.SaslBootstrap = kafka.BootstrapOf Listener.Sasl

    /// The TLS addresses of all nodes.
    member kafka.SslBootstrap = kafka.BootstrapOf Listener.Ssl

    /// The certificate of the TLS listeners, as PEM, for localhost and 127.0.0.1. Clients must trust it.
    member _.CaPath =
        match folder with
        | null -> needsScript "a Kafka with TLS"
        | folder -> Path.Combine(folder, "ca.pem")

    /// Stops a node (counted from 1) as an operator would, waits until it has ended, and starts it again.
    member kafka.RestartAsync(node: int) : Task =
        task {
            let folder =
                match folder with
                | null -> needsScript "a Kafka that it may restart"
                | folder -> folder

            let pidFile = Path.Combine(folder, $"node-{node}.pid")
            use old = Process.GetProcessById(int (File.ReadAllText pidFile))
            use stop = External.start (External.program "bash") [ "-c"; "kill \"$1\""; "kill"; string old.Id ]
            do! stop.WaitForExitAsync()

            while not old.HasExited do
                do! Task.Delay 50

            let again =
                """
                exec nohup java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$1/*" "-Dlog4j2.configurationFile=$2/log4j2.yaml" \
                  kafka.Kafka "$2/node-$3.properties" >> "$2/node-$3.log" 2>&1 < /dev/null
                """

            let jars = Path.Combine(External.brokers (), release)
            use started = External.start (External.program "bash") [ "-c"; again; "again"; jars; folder; string node ]
            File.WriteAllText(pidFile, string started.Id) // used to stop it at the end
            let mutable isUp = false

            while not isUp do
                if started.HasExited then
                    invalidOp $"Node {node} did not start again: {folder}/node-{node}.log says why."

                use socket = new Socket(SocketType.Stream, ProtocolType.Tcp)

                try
                    do! socket.ConnectAsync(host, kafka.Port + node - 1)
                    isUp <- true
                with :? SocketException ->
                    do! Task.Delay 200
        }

    /// An ordinary user of the SASL listeners, for every mechanism.
    static member User = "alice"

    /// The user's password.
    static member Password = "alice-secret"
