@echo off
rem build TARGET [ARGS]: the targets are in build\build.fsx; without one they are listed.
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet fsi "%~dp0build\build.fsx" -- %*
