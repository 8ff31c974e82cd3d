@echo off
rem Starts Minato on this computer (Windows): with the Node.js beside it, or else an installed one of version 20 or newer.
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
set "NODE=%HERE%node\win-x64\node.exe"
if exist "%NODE%" goto check
set "NODE=node.exe"
:check
"%NODE%" -e "process.exit(Number(process.versions.node.split('.')[0]) < 20 ? 1 : 0)" >nul 2>nul
if errorlevel 1 goto missing
"%NODE%" "%HERE%server\serve.js" %*
pause
exit /b 0
:missing
type "%HERE%server\no-node.txt"
pause
exit /b 1
