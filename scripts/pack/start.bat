@echo off
rem Starts Minato on this computer (Windows): with the Node.js beside it, or else an installed one of version 20 or newer.
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
rem Started from inside the ZIP, Windows unpacks this one file alone.
if not exist "%HERE%server\serve.js" goto packed
set "NODE=%HERE%node\win-x64\node.exe"
call :runs
if "%RUNS%"=="0" goto start
set "NODE=node.exe"
call :runs
if "%RUNS%"=="0" goto start
type "%HERE%server\no-node.txt"
pause
exit /b 1
:start
"%NODE%" "%HERE%server\serve.js" %*
pause
exit /b
:packed
echo Unpack the whole ZIP first: right-click it and choose "Extract All". Then start again from the new folder.
pause
exit /b 1
:runs
"%NODE%" -e "process.exit(Number(process.versions.node.split('.')[0]) < 20 ? 1 : 0)" >nul 2>nul
set "RUNS=%ERRORLEVEL%"
exit /b
